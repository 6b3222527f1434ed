import { transpose } from '../brought/linear-algebra/matrices.ts';
import { qrNode, qrParts } from '../brought/linear-algebra/qr.ts';
import { ArgumentError, checkFlags, checkOptions } from '../errors.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { matrixOperand } from './operand.ts';

/** Options of {@link qr}. */
export interface QrOptions {
  /** `'reduced'`: Q has min(m, n) columns; `'complete'`: m columns; default `'reduced'`. */
  readonly mode?: 'reduced' | 'complete' | undefined;
  /** Whether columns are exchanged, so that the diagonal of R descends in magnitude; default `false`. */
  readonly pivoting?: boolean | undefined;
}

/** What {@link qr} returns, where k is min(m, n), or m in complete mode. */
export interface QrResult {
  /** Orthonormal columns, `[…, m, k]`. */
  readonly q: Tensor;
  /** Upper triangular, `[…, k, n]`. */
  readonly r: Tensor;
  /** Which column of `a` each column of `r` belongs to, int32 `[…, n]`: without pivoting, 0 to n − 1. */
  readonly permutation: Tensor;
}

/**
 * The factors of `a = Q R`, Q with orthonormal columns and R upper triangular; with pivoting `a[:, permutation] = Q R`.
 *
 * By min(m − 1, n) Householder reflections, with the signs of LAPACK: `rᵢᵢ = −sign(xᵢ) ‖x‖`, so elements of the diagonal may be
 * negative. Every reflection is made, also where the column needs none, which LAPACK then leaves out. Derivatives need
 * linearly independent columns (of a square or wide matrix the first m − 1), and `mode: 'reduced'` where m > n. float32 is
 * computed in float64 and rounded at the end.
 * @param options `mode` (`'reduced'`), `pivoting` (`false`)
 * @throws ShapeError unless there are two axes; DTypeError unless the element type is float32 or float64
 * @see Golub, Van Loan: Matrix Computations, 4th ed., sections 5.2 and 5.4; Walter, Lehmann, arXiv:1009.6112, for the
 * derivative
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { qr } from '@gradkit/core/linalg';
 * const { q, r } = qr(tensor([[3, 1], [4, 2]]));
 * console.log(r.toArray()); // close to [[-5, -2.2], [0, 0.4]]
 * console.log(q.toArray()); // close to [[-0.6, -0.8], [-0.8, 0.6]]
 * ```
 */
export function qr(a: TensorLike, options: QrOptions = {}): QrResult {
  checkOptions('qr', options, ['mode', 'pivoting']);
  const { mode = 'reduced', pivoting = false } = options;
  if (mode !== 'reduced' && mode !== 'complete') {
    throw new ArgumentError(`qr: mode is 'reduced' or 'complete', got ${String(mode)}.`);
  }
  checkFlags('qr', { pivoting });
  const x = matrixOperand('qr', a);
  const { q, rT, order } = qrParts(qrNode(x, { complete: mode === 'complete', pivoting }), x.shape.at(-2) as number);
  return { q: new Tensor(q), r: new Tensor(transpose(rT)), permutation: new Tensor(order) };
}
