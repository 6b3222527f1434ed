import { add, exp, lessEqual, log1p, neg, type Tensor, where } from '@gradkit/core';

/**
 * A smooth rectified linear unit, always positive; its derivative is the sigmoid.
 *
 * ```text
 * softplus(x) = log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|)
 * ```
 *
 * Any shape in, the same shape out. Computed by the second form, which neither overflows nor loses the small values.
 *
 * @see Dugas, Bengio, Bélisle, Nadeau and Garcia, Incorporating second-order functional knowledge for better option
 * pricing, NIPS 2000
 * @example
 * ```ts
 * import { softplus } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(softplus(tensor([-1000, 0, 1000])).toArray()); // [0, 0.6931…, 1000]
 * ```
 */
export function softplus(x: Tensor): Tensor {
  // Choosing by a comparison instead of by max and abs keeps every branch smooth: derivatives of any order are right
  // at 0 too, where an untrained model's logits often are.
  const negative = lessEqual(x, 0);
  return add(where(negative, 0, x), log1p(exp(where(negative, x, neg(x)))));
}
