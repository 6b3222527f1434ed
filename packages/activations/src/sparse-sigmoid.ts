import { add, mul, type Tensor } from '@gradkit/core';
import { hardTanh } from './hard-tanh.ts';

/**
 * The sigmoid in three straight lines, exactly 0 and 1 beyond ±1: sparsemax for two classes, and the derivative of
 * `sparsePlus`.
 *
 * ```text
 * sparseSigmoid(x) = 0 where x ≤ −1,  (x + 1)/2 between,  1 where x ≥ 1
 * ```
 *
 * Any shape in, the same shape out. NaN stays NaN. The derivative is 0 at ±1.
 *
 * @see Blondel, Martins and Niculae, Learning classifiers with Fenchel–Young losses, AISTATS 2019
 * @example
 * ```ts
 * import { sparseSigmoid } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(sparseSigmoid(tensor([-2, 0.5, 2])).toArray()); // [0, 0.75, 1]
 * ```
 */
export function sparseSigmoid(x: Tensor): Tensor {
  return mul(add(hardTanh(x), 1), 0.5);
}
