import { greaterEqual, lessEqual, type Tensor, where } from '@gradkit/core';

/**
 * The hyperbolic tangent in three straight lines: the input, limited to ±1.
 *
 * ```text
 * hardTanh(x) = −1 where x ≤ −1,  1 where x ≥ 1,  x elsewhere
 * ```
 *
 * Any shape in, the same shape out. NaN stays NaN. The derivative is 0 at ±1.
 *
 * @see Collobert, Large scale machine learning, PhD thesis, Université Paris VI, 2004
 * @example
 * ```ts
 * import { hardTanh } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(hardTanh(tensor([-4, 0.5, 4])).toArray()); // [-1, 0.5, 1]
 * ```
 */
export function hardTanh(x: Tensor): Tensor {
  return where(lessEqual(x, -1), -1, where(greaterEqual(x, 1), 1, x));
}
