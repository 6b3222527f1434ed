import { factorize, pivotedQr } from '../dense/pivoted-qr.ts';

/**
 * The covariance of least squares estimates, s²·(JᵀJ)⁻¹ with s² = ‖r‖²/(m − n), by the triangle of J; without forming JᵀJ, whose
 * condition is that of J squared. Undefined where it does not exist. Variables that cannot move have none with any other, and do
 * not count in n.
 * @param jacobian m × n, row by row
 * @see Björck, Numerical methods for least squares problems, 1996, section 2.8
 */
export function covarianceOf(
  residuals: Float64Array,
  jacobian: Float64Array,
  all: number,
  isFixed: (j: number) => boolean,
): Float64Array | undefined {
  const m = residuals.length;
  const free = Array.from({ length: all }, (_, j) => j).filter((j) => !isFixed(j));
  const n = free.length;
  if (m <= n) return undefined;
  const qr = pivotedQr(m, n);
  const { columns, diagonal, pivots } = qr;
  for (let i = 0; i < m; i++) for (let k = 0; k < n; k++) columns[k * m + i] = jacobian[i * all + free[k]];
  factorize(qr);
  if (qr.rank < n) return undefined;

  let variance = 0;
  for (let i = 0; i < m; i++) variance += residuals[i] ** 2 / (m - n);

  // R⁻¹, column by column; then R⁻¹·R⁻ᵀ in the order of the variables.
  const inverse = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    inverse[k * n + k] = 1 / diagonal[k];
    for (let i = k - 1; i >= 0; i--) {
      let sum = 0;
      for (let l = i + 1; l <= k; l++) sum += columns[l * m + i] * inverse[l * n + k];
      inverse[i * n + k] = -sum / diagonal[i];
    }
  }
  const covariance = new Float64Array(all * all);
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      let sum = 0;
      for (let k = j; k < n; k++) sum += inverse[i * n + k] * inverse[j * n + k];
      const [a, b] = [free[pivots[i]], free[pivots[j]]];
      covariance[a * all + b] = variance * sum;
      covariance[b * all + a] = variance * sum;
    }
  }
  return covariance;
}
