import { add, div, exp, lessEqual, mul, neg, square, type Tensor, where } from '@gradkit/core';

/**
 * A smooth unit like Swish, gated by the tanh of its own softplus.
 *
 * ```text
 * mish(x) = x · tanh(softplus(x))
 *         = x · (n² + 2n) / (n² + 2n + 2)           n = eˣ,   where x ≤ 0
 *         = x · (1 + 2m) / (1 + 2m + 2m²)           m = e^−x, elsewhere
 * ```
 *
 * Any shape in, the same shape out. Its least value is −0.30884, at −1.19242. Computed by the fractions, in which nothing
 * overflows or cancels.
 *
 * @see Misra, Mish: a self regularized non-monotonic activation function, BMVC 2020
 * @example
 * ```ts
 * import { mish } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(mish(tensor([-1, 0, 1])).toArray()); // [-0.3034…, 0, 0.8650…]
 * ```
 */
export function mish(x: Tensor): Tensor {
  const negative = lessEqual(x, 0);
  const power = exp(where(negative, x, neg(x)));
  const twice = mul(power, 2);
  const squared = square(power);
  const numerator = add(twice, where(negative, squared, 1));
  const denominator = add(numerator, where(negative, 2, mul(squared, 2)));
  return mul(x, div(numerator, denominator));
}
