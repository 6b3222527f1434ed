/**
 * Factors a symmetric n × n matrix, of which it reads and writes the lower triangle alone.
 *
 * ```text
 * A = L·Lᵀ
 * ```
 *
 * @returns n if all pivots are above `lowest`; otherwise the index of the first that is not: the leading square of that size
 * is positive definite, and the one with one row more is not
 */
export function cholesky(a: Float64Array, n: number, lowest = 0): number {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      let sum = a[i * n + j];
      for (let k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
      a[i * n + j] = sum / a[j * n + j];
    }
    let pivot = a[i * n + i];
    for (let k = 0; k < i; k++) pivot -= a[i * n + k] ** 2;
    if (!(pivot > lowest && pivot < Infinity)) return i;
    a[i * n + i] = Math.sqrt(pivot);
  }
  return n;
}
