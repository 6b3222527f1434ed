import { tensor } from '@gradkit/core';
import { eigvalsh } from '@gradkit/core/linalg';

/**
 * The largest eigenvalue of a symmetric matrix that is known by its products, by Lanczos' method: the matrix, seen in the space that
 * a vector and its products span, is tridiagonal, and its extreme eigenvalues are near those of the whole after a few products.
 * Vectors are made orthogonal to all before them, twice, as rounding would lose that.
 *
 * @see Golub and Van Loan, Matrix computations, 4th edition 2013, section 10.1
 */
export function largestEigenvalue(
  product: (v: Float64Array, out: Float64Array) => void,
  start: Float64Array,
  products = 12,
): number {
  const n = start.length;
  const size = Math.min(products, n);
  const basis: Float64Array[] = [];
  const tridiagonal = new Float64Array(size * size);
  const dot = (a: Float64Array, b: Float64Array): number =>
    a.reduce((sum, each, i) => sum + each * (b[i] as number), 0);
  let vector = start.map((each) => each / Math.sqrt(dot(start, start)));
  for (let k = 0; k < size; k++) {
    basis.push(vector);
    const next = new Float64Array(n);
    product(vector, next);
    tridiagonal[k * size + k] = dot(vector, next);
    for (let pass = 0; pass < 2; pass++) {
      for (const each of basis) {
        const share = dot(each, next);
        for (let i = 0; i < n; i++) next[i] = (next[i] as number) - share * (each[i] as number);
      }
    }
    const length = Math.sqrt(dot(next, next));
    // The space is used up: it holds the vector's part of all eigenvectors.
    if (length < 1e-12 || k + 1 === size) break;
    tridiagonal[k * size + k + 1] = length;
    tridiagonal[(k + 1) * size + k] = length;
    vector = next.map((each) => each / length);
  }
  const values = eigvalsh(tensor(tridiagonal, { shape: [size, size], dtype: 'float64' })).dataSync();
  return values.at(-1) as number;
}
