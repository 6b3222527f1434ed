/** A symmetric matrix as a tridiagonal one, seen from other axes. */
export interface Tridiagonal {
  /** The diagonal of T and, of the same length, what stands beside it; its last element is 0. */
  readonly diagonal: Float64Array;
  readonly beside: Float64Array;
  /** Reduces a symmetric n × n matrix, of which it reads the upper triangle. */
  reduce(a: Float64Array): void;
  /** x ← Qᵀ·x */
  toTridiagonal(x: Float64Array): void;
  /** x ← Q·x */
  fromTridiagonal(x: Float64Array): void;
}

/**
 * The reduction of Householder: reflections that clear a row each.
 *
 * ```text
 * A = Q·T·Qᵀ        Q = (I − β₀·v₀·v₀ᵀ)·(I − β₁·v₁·v₁ᵀ)·…
 * ```
 *
 * @see Golub and Van Loan, Matrix computations, 4th edition 2013, section 8.3.1
 */
export function tridiagonal(n: number): Tridiagonal {
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  /** What is left of the matrix; right of the diagonal of rows that are done, their reflections. */
  const work = new Float64Array(n * n);
  const beta = new Float64Array(n);
  const product = new Float64Array(n);

  const reduce = (a: Float64Array): void => {
    work.set(a);
    for (let k = 0; k < n; k++) {
      const row = k * n;
      diagonal[k] = work[row + k];
      beta[k] = 0;
      beside[k] = k + 1 < n ? work[row + k + 1] : 0;
      let size = 0;
      for (let j = k + 2; j < n; j++) size = Math.max(size, Math.abs(work[row + j]));
      if (size === 0) continue;

      // v = x − α·e₁ with α = −sign(x₁)·‖x‖, scaled so that squares stay within the range of numbers.
      size = Math.max(size, Math.abs(beside[k]));
      let squares = 0;
      for (let j = k + 1; j < n; j++) {
        work[row + j] /= size;
        squares += work[row + j] ** 2;
      }
      const head = work[row + k + 1];
      const alpha = head > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
      work[row + k + 1] = head - alpha;
      beta[k] = 1 / (squares - alpha * head);
      beside[k] = alpha * size;

      // B ← B − v·wᵀ − w·vᵀ with w = β·B·v − ½·β²·(vᵀ·B·v)·v
      multiply(row, k + 1);
      let along = 0;
      for (let j = k + 1; j < n; j++) {
        product[j] *= beta[k];
        along += product[j] * work[row + j];
      }
      for (let j = k + 1; j < n; j++) product[j] -= 0.5 * beta[k] * along * work[row + j];
      for (let i = k + 1; i < n; i++) {
        const [v, w] = [work[row + i], product[i]];
        for (let j = i; j < n; j++) work[i * n + j] -= v * product[j] + w * work[row + j];
      }
    }
  };

  /** product ← B·v, with the square B from `start` on and the vector in a row. */
  const multiply = (row: number, start: number): void => {
    product.fill(0, start);
    for (let i = start; i < n; i++) {
      const v = work[row + i];
      let sum = work[i * n + i] * v;
      for (let j = i + 1; j < n; j++) {
        sum += work[i * n + j] * work[row + j];
        product[j] += work[i * n + j] * v;
      }
      product[i] += sum;
    }
  };

  const reflect = (k: number, x: Float64Array): void => {
    if (beta[k] === 0) return;
    let along = 0;
    for (let j = k + 1; j < n; j++) along += work[k * n + j] * x[j];
    along *= beta[k];
    for (let j = k + 1; j < n; j++) x[j] -= along * work[k * n + j];
  };

  return {
    diagonal,
    beside,
    reduce,
    toTridiagonal(x) {
      for (let k = 0; k < n; k++) reflect(k, x);
    },
    fromTridiagonal(x) {
      for (let k = n - 1; k >= 0; k--) reflect(k, x);
    },
  };
}
