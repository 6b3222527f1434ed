import { choleskyNode } from '../brought/linear-algebra/cholesky.ts';
import { add, times, transpose } from '../brought/linear-algebra/matrices.ts';
import { solveTriangle } from '../brought/linear-algebra/triangular-solve.ts';
import { checkFlags, checkOptions } from '../errors.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { squareOperand, systemOperands } from './operand.ts';

/** Options of {@link cholesky} and {@link choleskySolve}. */
export interface CholeskyOptions {
  /** Whether the factor is the upper one, `a = Uᵀ U`; default `false`. */
  readonly upper?: boolean | undefined;
}

/**
 * The lower triangular factor L of a positive definite matrix, `a = L Lᵀ`: `[…, n, n] → […, n, n]`.
 *
 * Of a matrix that is not symmetric the symmetric part `(a + aᵀ) / 2` is taken, so that derivatives are symmetric. The
 * triangle of the factor is NaN where the matrix is not positive definite: nothing is thrown, and other matrices of a
 * batch are not touched. float32 is computed in float64 and rounded at the end.
 * @param options `upper` (`false`): the factor U of `a = Uᵀ U` instead
 * @throws ShapeError unless the last two axes are equal; DTypeError unless the element type is float32 or float64
 * @see Golub, Van Loan: Matrix Computations, 4th ed., section 4.2; Murray, arXiv:1602.07527, for the derivative
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { cholesky } from '@gradkit/core/linalg';
 * console.log(cholesky(tensor([[4, 2], [2, 5]])).toArray()); // [[2, 0], [1, 2]]
 * ```
 */
export function cholesky(a: TensorLike, options: CholeskyOptions = {}): Tensor {
  const upper = isUpper('cholesky', options);
  const x = squareOperand('cholesky', a);
  const factor = choleskyNode(times(add(x, transpose(x)), 0.5));
  return new Tensor(upper ? transpose(factor) : factor);
}

/**
 * The solution of `a x = b` from the Cholesky factor of `a`, by two triangular systems: `[…, n, n], […, n, k] → […, n, k]`,
 * or `[n] → [n]` for one right-hand side.
 *
 * @param factor what {@link cholesky} returned
 * @param options `upper` (`false`): whether the factor is the upper one
 * @throws ShapeError when the shapes do not fit; DTypeError when the element types differ or are not float32 or float64
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { cholesky, choleskySolve } from '@gradkit/core/linalg';
 * const factor = cholesky(tensor([[4, 2], [2, 5]]));
 * console.log(choleskySolve(factor, tensor([8, 12])).toArray()); // [1, 2]
 * ```
 */
export function choleskySolve(factor: TensorLike, b: TensorLike, options: CholeskyOptions = {}): Tensor {
  const lower = !isUpper('choleskySolve', options);
  const { matrix, sides, finish } = systemOperands('choleskySolve', factor, b, { isSquare: true });
  const inner = solveTriangle(matrix, sides, { lower, transpose: !lower, unitDiagonal: false });
  return new Tensor(finish(solveTriangle(matrix, inner, { lower, transpose: lower, unitDiagonal: false })));
}

function isUpper(where: string, options: CholeskyOptions): boolean {
  checkOptions(where, options, ['upper']);
  const { upper = false } = options;
  checkFlags(where, { upper });
  return upper;
}
