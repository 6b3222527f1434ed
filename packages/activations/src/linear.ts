import type { Tensor } from '@gradkit/core';

/**
 * The identity: for output layers whose values are used as they are, such as regressions and logits.
 *
 * ```text
 * linear(x) = x
 * ```
 *
 * Any shape in, the very tensor out.
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
