import { mul } from '../functions/arithmetic.ts';
import { cast } from '../functions/casting.ts';
import { greater } from '../functions/comparison.ts';
import { zeros } from '../functions/creation.ts';
import { max, sum } from '../functions/reductions.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { matrixOperand } from './operand.ts';
import { svdvals } from './svd.ts';
import { type ToleranceOptions, toleranceOf } from './tolerance.ts';

/**
 * The number of singular values that count, as int32: `[…, m, n] → […]`.
 *
 * @param options `rtol` (`ε max(m, n)`)
 * @throws ShapeError unless there are two axes; DTypeError unless the element type is float32 or float64; ArgumentError for a
 * negative `rtol`
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { matrixRank } from '@gradkit/core/linalg';
 * console.log(matrixRank(tensor([[1, 2], [2, 4]])).item()); // 1
 * ```
 */
export function matrixRank(a: TensorLike, options: ToleranceOptions = {}): Tensor {
  const x = matrixOperand('matrixRank', a);
  const rtol = toleranceOf('matrixRank', x, options);
  if (x.shape.slice(-2).includes(0)) return zeros(x.shape.slice(0, -2), { dtype: 'int32' });
  const values = svdvals(new Tensor(x));
  const bound = mul(max(values, { axis: -1, keepDims: true }), rtol);
  return sum(cast(greater(values, bound), 'int32'), { axis: -1 });
}
