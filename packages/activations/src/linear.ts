import type { Tensor } from '@gradkit/core';

/**
 * The identity: for output layers whose values are used as they are, such as regressions and logits.
 *
 * `linear(x) = x`
 *
 * @example
 * ```ts
 * import { linear } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(linear(tensor([-1, 2])).toArray()); // [-1, 2]
 * ```
 */
export function linear(x: Tensor): Tensor {
  return x;
}
