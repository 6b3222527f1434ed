import { tridiagonal } from './tridiagonal.ts';
import { tridiagonalEigenvalues } from './tridiagonal-eigenvalues.ts';

/** Eigenvalues and eigenvectors of a symmetric matrix. */
export interface SymmetricEigen {
  /** The eigenvalues, in no order. */
  readonly values: Float64Array;
  /** Row by row, the eigenvectors, of length 1. */
  readonly vectors: Float64Array;
  /** Decomposes a matrix, of which it reads the upper triangle; returns false if it is not finite. */
  decompose(a: Float64Array): boolean;
}

/**
 * The decomposition of symmetric n × n matrices: Householder's reduction and the QR iteration.
 *
 * ```text
 * A = Σ λᵢ·vᵢ·vᵢᵀ
 * ```
 */
export function symmetricEigen(n: number): SymmetricEigen {
  const reduced = tridiagonal(n);
  const values = new Float64Array(n);
  const beside = new Float64Array(n);
  const vectors = new Float64Array(n * n);
  return {
    values,
    vectors,
    decompose(a) {
      reduced.reduce(a);
      values.set(reduced.diagonal);
      beside.set(reduced.beside);
      vectors.fill(0);
      for (let i = 0; i < n; i++) {
        vectors[i * n + i] = 1;
        reduced.fromTridiagonal(vectors.subarray(i * n, (i + 1) * n));
      }
      return tridiagonalEigenvalues(values, beside, vectors);
    },
  };
}
