/** A square system, factored: P·A = L·U. */
export interface LU {
  /** Factors the leading `size` rows and columns of `matrix`, row by row in `size²` numbers; returns whether it is regular. */
  factor(matrix: Float64Array, size: number): boolean;
  /** b ← A⁻¹·b */
  solve(b: Float64Array): void;
}

/** Solves small systems of at most `most` unknowns, by elimination with partial pivoting. */
export function lu(most: number): LU {
  const factors = new Float64Array(most * most);
  const pivots = new Int32Array(most);
  let n = 0;
  return {
    factor(matrix, size) {
      n = size;
      for (let i = 0; i < n * n; i++) factors[i] = matrix[i];
      for (let k = 0; k < n; k++) {
        let pivot = k;
        for (let i = k + 1; i < n; i++) {
          if (Math.abs(factors[i * n + k]) > Math.abs(factors[pivot * n + k])) pivot = i;
        }
        pivots[k] = pivot;
        if (pivot !== k) {
          for (let j = 0; j < n; j++) {
            const kept = factors[k * n + j];
            factors[k * n + j] = factors[pivot * n + j];
            factors[pivot * n + j] = kept;
          }
        }
        const diagonal = factors[k * n + k];
        if (!(Math.abs(diagonal) > 0 && Math.abs(diagonal) < Infinity)) return false;
        for (let i = k + 1; i < n; i++) {
          const factor = factors[i * n + k] / diagonal;
          factors[i * n + k] = factor;
          for (let j = k + 1; j < n; j++) factors[i * n + j] -= factor * factors[k * n + j];
        }
      }
      return true;
    },
    solve(b) {
      for (let k = 0; k < n; k++) {
        const pivot = pivots[k];
        const kept = b[pivot];
        b[pivot] = b[k];
        b[k] = kept;
      }
      for (let i = 1; i < n; i++) {
        for (let j = 0; j < i; j++) b[i] -= factors[i * n + j] * b[j];
      }
      for (let i = n - 1; i >= 0; i--) {
        for (let j = i + 1; j < n; j++) b[i] -= factors[i * n + j] * b[j];
        b[i] /= factors[i * n + i];
      }
    },
  };
}
