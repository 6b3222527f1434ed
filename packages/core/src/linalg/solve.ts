import { fill, withDiagonal } from '../brought/linear-algebra/matrices.ts';
import { solveNode } from '../brought/linear-algebra/solve.ts';
import { solveTriangle } from '../brought/linear-algebra/triangular-solve.ts';
import { checkFlags, checkOptions } from '../errors.ts';
import { literal } from '../graph.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { squareOperand, systemOperands } from './operand.ts';

/** Options of {@link solveTriangular}. */
export interface SolveTriangularOptions {
  /** Which triangle of `a` is read; default `false`, the upper one. */
  readonly lower?: boolean | undefined;
  /** Whether to solve `aᵀ x = b`; default `false`. */
  readonly transpose?: boolean | undefined;
  /** Whether the diagonal of `a` is not read and taken as 1; default `false`. */
  readonly unitDiagonal?: boolean | undefined;
}

/**
 * The solution of `a x = b` for a triangular matrix, by substitution: `[…, n, n], […, n, k] → […, n, k]`, or `[n] → [n]` for
 * one right-hand side.
 *
 * The other triangle is not read. Axes before the matrices broadcast. Zeros on the diagonal give infinities and NaN.
 * @param options `lower` (`false`), `transpose` (`false`), `unitDiagonal` (`false`)
 * @throws ShapeError when the shapes do not fit; DTypeError when the element types differ or are not float32 or float64
 * @see Golub, Van Loan: Matrix Computations, 4th ed., section 3.1
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { solveTriangular } from '@gradkit/core/linalg';
 * const a = tensor([[2, 1], [0, 4]]);
 * console.log(solveTriangular(a, tensor([4, 8])).toArray()); // [1, 2]
 * ```
 */
export function solveTriangular(a: TensorLike, b: TensorLike, options: SolveTriangularOptions = {}): Tensor {
  checkOptions('solveTriangular', options, ['lower', 'transpose', 'unitDiagonal']);
  const { lower = false, transpose = false, unitDiagonal = false } = options;
  checkFlags('solveTriangular', { lower, transpose, unitDiagonal });
  const { matrix, sides, finish } = systemOperands('solveTriangular', a, b, { isSquare: true });
  return new Tensor(finish(solveTriangle(matrix, sides, { lower, transpose, unitDiagonal })));
}

/**
 * The solution of the linear system `a x = b`: `[…, n, n], […, n, k] → […, n, k]`, or `[n] → [n]` for one right-hand side.
 *
 * By the QR factors of `a`, which is backward stable without exception; derivatives solve further systems with the same
 * factors. Axes before the matrices broadcast. As in NumPy, `b` is a vector only where it has one axis. Nothing is thrown
 * for a singular matrix: the solution has infinities, NaN or very large numbers. float32 is computed in float64 and
 * rounded after every factorization, substitution and product.
 * @throws ShapeError when the shapes do not fit; DTypeError when the element types differ or are not float32 or float64
 * @see Golub, Van Loan: Matrix Computations, 4th ed., section 5.7.1
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { solve } from '@gradkit/core/linalg';
 * const x = solve(tensor([[3, 1], [1, 2]]), tensor([9, 8]));
 * console.log(x.toArray()); // close to [2, 3]
 * ```
 */
export function solve(a: TensorLike, b: TensorLike): Tensor {
  const { matrix, sides, finish } = systemOperands('solve', a, b, { isSquare: true });
  return new Tensor(finish(solveNode(matrix, sides)));
}

/**
 * The inverse of square matrices, `a a⁻¹ = 1`: `[…, n, n] → […, n, n]`.
 *
 * To multiply something by an inverse, {@link solve} is faster and more accurate. Nothing is thrown for a singular matrix:
 * the result has infinities, NaN or very large numbers.
 * @throws ShapeError unless the last two axes are equal; DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { inv } from '@gradkit/core/linalg';
 * console.log(inv(tensor([[1, 2], [3, 4]])).toArray()); // close to [[-2, 1], [1.5, -0.5]]
 * ```
 */
export function inv(a: TensorLike): Tensor {
  const x = squareOperand('inv', a);
  const zeros = literal(0, x.dtype, x.shape);
  return new Tensor(solveNode(x, withDiagonal(zeros, fill(1, x))));
}
