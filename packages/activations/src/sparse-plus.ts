import { add, greaterEqual, lessEqual, mul, square, type Tensor, where } from '@gradkit/core';

/**
 * A smooth rectified linear unit that is exactly 0 below −1; its derivative is `sparseSigmoid`.
 *
 * ```text
 * sparsePlus(x) = 0              where x ≤ −1
 *                 (x + 1)² / 4   between
 *                 x              where x ≥ 1
 * ```
 *
 * Any shape in, the same shape out. NaN stays NaN.
 *
 * @see Martins and Astudillo, From softmax to sparsemax, ICML 2016, section 3.2: it is the loss of sparsemax for two classes
 * @example
 * ```ts
 * import { sparsePlus } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(sparsePlus(tensor([-2, 0, 2])).toArray()); // [0, 0.25, 2]
 * ```
 */
export function sparsePlus(x: Tensor): Tensor {
  const between = mul(square(add(x, 1)), 0.25);
  return where(lessEqual(x, -1), 0, where(greaterEqual(x, 1), x, between));
}
