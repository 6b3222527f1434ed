import { lstsqNode } from '../brought/linear-algebra/lstsq.ts';
import { fill, leadOf, sizeOfMatrix, withDiagonal } from '../brought/linear-algebra/matrices.ts';
import { square, sub } from '../functions/arithmetic.ts';
import { matmul } from '../functions/contraction.ts';
import { sum } from '../functions/reductions.ts';
import { literal } from '../graph.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { matrixOperand, systemOperands } from './operand.ts';
import { matrixRank } from './rank.ts';
import { svdvals } from './svd.ts';
import { type ToleranceOptions, toleranceOf } from './tolerance.ts';

/** What {@link lstsq} returns. */
export interface LstsqResult {
  /** The solution, `[…, n, k]`, or `[…, n]` where `b` is a vector. */
  readonly x: Tensor;
  /** `‖b − a x‖²` of each right-hand side, `[…, k]`, or `[…]` where `b` is a vector; NumPy leaves it out where it is zero. */
  readonly residuals: Tensor;
  /** The rank of `a`, int32 `[…]`. */
  readonly rank: Tensor;
  /** The singular values of `a`, `[…, min(m, n)]`. */
  readonly s: Tensor;
}

/**
 * The x that makes `‖b − a x‖` least, and the shortest of them if there are several: `[…, m, n], […, m, k] → […, n, k]`, or
 * `[m] → [n]` for one right-hand side.
 *
 * By singular values, so `a` may have any shape and rank. Derivatives are those at constant rank.
 * @param options `rtol` (`ε max(m, n)`)
 * @throws ShapeError when the shapes do not fit; DTypeError when the element types differ or are not float32 or float64;
 * ArgumentError for a negative `rtol`
 * @see Golub, Van Loan: Matrix Computations, 4th ed., section 5.5; Golub, Pereyra: SIAM J. Numer. Anal. 10, 1973, for the
 * derivative
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { lstsq } from '@gradkit/core/linalg';
 * const line = tensor([[0, 1], [1, 1], [2, 1], [3, 1]]);
 * const { x } = lstsq(line, tensor([-1, 0.2, 0.9, 2.1]));
 * console.log(x.toArray()); // close to [1, -0.95]
 * ```
 */
export function lstsq(a: TensorLike, b: TensorLike, options: ToleranceOptions = {}): LstsqResult {
  const { matrix, sides, isVector, finish } = systemOperands('lstsq', a, b, { isSquare: false });
  const rtol = toleranceOf('lstsq', matrix, options);
  const x = lstsqNode(matrix, sides, { tolerance: rtol });
  const rest = square(sub(new Tensor(sides), matmul(new Tensor(matrix), new Tensor(x))));
  const residuals = sum(new Tensor(finish(rest.node)), { axis: isVector ? -1 : -2 });
  const own = matrixOperand('lstsq', a);
  return {
    x: new Tensor(finish(x)),
    residuals,
    rank: matrixRank(new Tensor(own), { rtol }),
    s: svdvals(new Tensor(own)),
  };
}

/**
 * The Moore–Penrose pseudo-inverse `V diag(1 / s) Uᵀ`, without the singular values that count as zero: `[…, m, n] → […, n, m]`.
 *
 * To multiply something by it, {@link lstsq} is more accurate. Derivatives are those at constant rank.
 * @param options `rtol` (`ε max(m, n)`)
 * @throws ShapeError unless there are two axes; DTypeError unless the element type is float32 or float64; ArgumentError for a
 * negative `rtol`
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { pinv } from '@gradkit/core/linalg';
 * console.log(pinv(tensor([[2, 0], [0, 0]])).toArray()); // [[0.5, 0], [0, 0]]
 * ```
 */
export function pinv(a: TensorLike, options: ToleranceOptions = {}): Tensor {
  const x = matrixOperand('pinv', a);
  const [m] = sizeOfMatrix(x);
  const zeros = literal(0, x.dtype, [...leadOf(x), m, m]);
  return new Tensor(lstsqNode(x, withDiagonal(zeros, fill(1, zeros)), { tolerance: toleranceOf('pinv', x, options) }));
}
