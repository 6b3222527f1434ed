import { eighNode, eighParts } from '../brought/linear-algebra/eigh.ts';
import { add, times, transpose, vector } from '../brought/linear-algebra/matrices.ts';
import type { Node } from '../graph.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { squareOperand } from './operand.ts';

/** What {@link eigh} returns. */
export interface EighResult {
  /** Ascending, `[…, n]`. */
  readonly eigenvalues: Tensor;
  /** Orthonormal columns, `[…, n, n]`. */
  readonly eigenvectors: Tensor;
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, `a = V diag(λ) Vᵀ`: `[…, n, n] → […, n], […, n, n]`.
 *
 * Of a matrix that is not symmetric the symmetric part `(a + aᵀ) / 2` is taken. Of the two signs of an eigenvector it has
 * that which makes its leading element positive: the first of those within a tenth of the largest. The results are NaN
 * where an element is not finite.
 *
 * In derivatives, `1 / (λᵢ − λⱼ)` is taken as 0 where two eigenvalues differ by no more than rounding, `n ε max |λ|`. So
 * all are finite, and first derivatives of symmetric functions of the eigenvalues, such as `Σ exp λ`, are right also there;
 * those of eigenvectors do not exist where eigenvalues are equal, and second derivatives lack what such pairs add. float32
 * is computed in float64 and rounded at the end.
 * @throws ShapeError unless the last two axes are equal; DTypeError unless the element type is float32 or float64
 * @see Golub, Van Loan: Matrix Computations, 4th ed., section 8.3
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { eigh } from '@gradkit/core/linalg';
 * const { eigenvalues, eigenvectors } = eigh(tensor([[2, 1], [1, 2]]));
 * console.log(eigenvalues.toArray()); // close to [1, 3]
 * console.log(eigenvectors.toArray()); // close to [[0.71, 0.71], [-0.71, 0.71]]
 * ```
 */
export function eigh(a: TensorLike): EighResult {
  const { values, vectors } = eighParts(symmetric('eigh', a));
  return { eigenvalues: new Tensor(vector(values)), eigenvectors: new Tensor(vectors) };
}

/**
 * The eigenvalues of a symmetric matrix, ascending: `[…, n, n] → […, n]`. See {@link eigh}.
 *
 * @throws ShapeError unless the last two axes are equal; DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { eigvalsh } from '@gradkit/core/linalg';
 * console.log(eigvalsh(tensor([[2, 1], [1, 2]])).toArray()); // close to [1, 3]
 * ```
 */
export function eigvalsh(a: TensorLike): Tensor {
  return new Tensor(vector(eighParts(symmetric('eigvalsh', a)).values));
}

function symmetric(where: string, a: TensorLike): Node {
  const x = squareOperand(where, a);
  return eighNode(times(add(x, transpose(x)), 0.5));
}
