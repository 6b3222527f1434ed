import { beside, block, sizeOfMatrix, transpose, vector } from '../brought/linear-algebra/matrices.ts';
import { qrNode, qrParts } from '../brought/linear-algebra/qr.ts';
import { svdNode, svdParts } from '../brought/linear-algebra/svd.ts';
import { checkFlags, checkOptions } from '../errors.ts';
import type { Node } from '../graph.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { matrixOperand } from './operand.ts';

/** Options of {@link svd}. */
export interface SvdOptions {
  /** Whether U and V are square, with columns that no singular value belongs to; default `false`. */
  readonly fullMatrices?: boolean | undefined;
}

/** What {@link svd} returns, where k is min(m, n). */
export interface SvdResult {
  /** Left singular vectors in columns, `[…, m, k]`, or `[…, m, m]` with `fullMatrices`. */
  readonly u: Tensor;
  /** Singular values, descending, `[…, k]`. */
  readonly s: Tensor;
  /** Right singular vectors in rows, `[…, k, n]`, or `[…, n, n]` with `fullMatrices`. */
  readonly vh: Tensor;
}

/**
 * The singular value decomposition `a = U diag(s) Vᵀ`: `[…, m, n] → […, m, k], […, k], […, k, n]` with k = min(m, n).
 *
 * Small singular values are accurate relative to themselves where the matrix allows it, which is wherever it is well
 * conditioned but for the scaling of rows or columns. Each left singular vector has the sign that makes its leading element
 * positive: the first of those within a tenth of the largest. The results are NaN where an element is not finite.
 *
 * In derivatives, `1 / (sᵢ − sⱼ)`, `1 / (sᵢ + sⱼ)` and `1 / sᵢ` are taken as 0 where the divisor is no more than rounding, `k ε
 * max s`. So all are finite, and first derivatives of symmetric functions of the singular values are right also there;
 * second ones lack what equal pairs add. With `fullMatrices`, which is the default of NumPy
 * but not here, there are none where m ≠ n. float32 is computed in float64 and rounded at the end.
 * @param options `fullMatrices` (`false`)
 * @throws ShapeError unless there are two axes; DTypeError unless the element type is float32 or float64
 * @see Drmač, Veselić: New fast and accurate Jacobi SVD algorithm, SIAM J. Matrix Anal. Appl. 29, 2008
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { svd } from '@gradkit/core/linalg';
 * const { u, s, vh } = svd(tensor([[3, 0], [0, 4], [0, 0]]));
 * console.log(s.toArray()); // [4, 3]
 * console.log(u.shape, vh.shape); // [3, 2] [2, 2]
 * ```
 */
export function svd(a: TensorLike, options: SvdOptions = {}): SvdResult {
  checkOptions('svd', options, ['fullMatrices']);
  const { fullMatrices = false } = options;
  checkFlags('svd', { fullMatrices });
  const x = matrixOperand('svd', a);
  const { values, left, right } = svdParts(svdNode(x), x.shape.at(-2) as number);
  const whole = (columns: Node): Node => (fullMatrices ? completed(columns) : columns);
  return { u: new Tensor(whole(left)), s: new Tensor(vector(values)), vh: new Tensor(transpose(whole(right))) };
}

/**
 * The singular values of a matrix, descending: `[…, m, n] → […, min(m, n)]`. See {@link svd}.
 *
 * @throws ShapeError unless there are two axes; DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { svdvals } from '@gradkit/core/linalg';
 * console.log(svdvals(tensor([[3, 0], [0, 4]])).toArray()); // [4, 3]
 * ```
 */
export function svdvals(a: TensorLike): Tensor {
  const x = matrixOperand('svdvals', a);
  return new Tensor(vector(svdParts(svdNode(x), x.shape.at(-2) as number).values));
}

/** Orthonormal columns, and after them others that complete the basis. */
function completed(columns: Node): Node {
  const [rows, count] = sizeOfMatrix(columns);
  if (rows === count) return columns;
  const { q } = qrParts(qrNode(columns, { complete: true, pivoting: false }), rows);
  return beside(columns, block(q, { left: count }));
}
