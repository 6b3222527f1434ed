import { neg, type Tensor } from '@gradkit/core';
import { softplus } from './softplus.ts';

/**
 * The logarithm of the sigmoid, for losses that want a logarithm of a probability.
 *
 * ```text
 * logSigmoid(x) = log(1 / (1 + e^−x)) = −softplus(−x)
 * ```
 *
 * Any shape in, the same shape out, never above 0. Computed by the second form: it is −1000 at −1000, where the sigmoid
 * itself is 0 and has no logarithm.
 *
 * @example
 * ```ts
 * import { logSigmoid } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(logSigmoid(tensor([-1000, 0, 1])).toArray()); // [-1000, -0.6931…, -0.3132…]
 * ```
 */
export function logSigmoid(x: Tensor): Tensor {
  return neg(softplus(neg(x)));
}
