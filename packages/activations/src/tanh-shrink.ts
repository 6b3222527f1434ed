import { abs, add, div, lessEqual, mul, square, sub, type Tensor, type TensorLike, tanh, where } from '@gradkit/core';

/**
 * What the hyperbolic tangent takes away: almost nothing of small inputs passes, and 1 is missing of large ones.
 *
 * ```text
 * tanhShrink(x) = x − tanh(x)
 * ```
 *
 * Any shape in, the same shape out. Up to ±1, where the difference would cancel, it is x³ / (x² + 3 + x²/(5 + x²/(7 + …))),
 * from Lambert's continued fraction of tanh: relatively accurate down to the smallest numbers.
 *
 * @see Lambert, Mémoire sur quelques propriétés remarquables des quantités transcendentes circulaires et logarithmiques,
 * 1768, for the continued fraction
 * @example
 * ```ts
 * import { tanhShrink } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(tanhShrink(tensor([-2, 0, 2])).toArray()); // [-1.0359…, 0, 1.0359…]
 * ```
 */
export function tanhShrink(x: Tensor): Tensor {
  const small = lessEqual(abs(x), 1);
  // Powers of large numbers would overflow, and their slopes with them.
  const centre = where(small, x, 0);
  const squared = square(centre);
  const fraction = [15, 13, 11, 9, 7, 5, 3].reduce<TensorLike>((rest, odd) => add(div(squared, rest), odd), 17);
  const near = div(mul(squared, centre), add(squared, fraction));
  return where(small, near, sub(x, tanh(x)));
}
