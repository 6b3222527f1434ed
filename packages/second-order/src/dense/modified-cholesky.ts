/** A symmetric matrix near another one, positive definite and not too ill-conditioned, in factors. */
export interface ModifiedCholesky {
  /** Factors a matrix, of which it reads the lower triangle; returns the largest number that was added to its diagonal. */
  factor(a: Float64Array): number;
  /** x ← (A + E)⁻¹·x */
  solve(x: Float64Array): void;
}

/**
 * The factorisation of Gill, Murray and Wright of symmetric n × n matrices: pivots that are too small are raised as far as
 * it takes to keep the factors bounded. Where the matrix is positive definite enough, nothing is added.
 *
 * ```text
 * P·(A + E)·Pᵀ = L·D·Lᵀ        E diagonal, E ≥ 0
 * dⱼ = max(|cⱼⱼ|, (maxᵢ |cᵢⱼ| / β)², δ)
 * β² = max(maxᵢ |aᵢᵢ|, maxᵢⱼ |aᵢⱼ| / √(n² − 1))
 * ```
 *
 * @see Gill, Murray and Wright, Practical optimization, 1981, section 4.4.2.2
 */
export function modifiedCholesky(n: number): ModifiedCholesky {
  /** The lower triangle of L below its diagonal of ones. */
  const l = new Float64Array(n * n);
  const d = new Float64Array(n);
  const order = new Int32Array(n);
  const permuted = new Float64Array(n);

  const factor = (a: Float64Array): number => {
    l.set(a);
    let largest = 0;
    let beside = 0;
    for (let i = 0; i < n; i++) {
      order[i] = i;
      largest = Math.max(largest, Math.abs(a[i * n + i]));
      for (let j = 0; j < i; j++) beside = Math.max(beside, Math.abs(a[i * n + j]));
    }
    const least = 2 ** -52 * (largest + beside || 1);
    const bound = Math.max(largest, beside / Math.sqrt(Math.max(1, n * n - 1)), least);

    let added = 0;
    for (let j = 0; j < n; j++) {
      let pivot = j;
      for (let i = j + 1; i < n; i++) if (Math.abs(l[i * n + i]) > Math.abs(l[pivot * n + pivot])) pivot = i;
      if (pivot !== j) exchange(l, order, n, j, pivot);
      let column = 0;
      for (let i = j + 1; i < n; i++) column = Math.max(column, Math.abs(l[i * n + j]));
      const before = l[j * n + j];
      d[j] = Math.max(Math.abs(before), column ** 2 / bound, least);
      added = Math.max(added, d[j] - before);
      for (let i = j + 1; i < n; i++) {
        const ratio = l[i * n + j] / d[j];
        // The entries of this column are needed as they are until the last row has used them.
        for (let k = j + 1; k <= i; k++) l[i * n + k] -= ratio * l[k * n + j];
      }
      for (let i = j + 1; i < n; i++) l[i * n + j] /= d[j];
    }
    return added;
  };

  const solve = (x: Float64Array): void => {
    for (let i = 0; i < n; i++) {
      let sum = x[order[i]];
      for (let j = 0; j < i; j++) sum -= l[i * n + j] * permuted[j];
      permuted[i] = sum;
    }
    for (let i = 0; i < n; i++) permuted[i] /= d[i];
    for (let i = n - 1; i >= 0; i--) for (let j = 0; j < i; j++) permuted[j] -= l[i * n + j] * permuted[i];
    for (let i = 0; i < n; i++) x[order[i]] = permuted[i];
  };

  return { factor, solve };
}

/** Exchanges rows and columns p < q of a symmetric matrix in its lower triangle, and of factors to the left of them. */
function exchange(a: Float64Array, order: Int32Array, n: number, p: number, q: number): void {
  const swap = (i: number, j: number): void => {
    [a[i], a[j]] = [a[j], a[i]];
  };
  for (let k = 0; k < p; k++) swap(p * n + k, q * n + k);
  for (let k = p + 1; k < q; k++) swap(k * n + p, q * n + k);
  for (let k = q + 1; k < n; k++) swap(k * n + p, k * n + q);
  swap(p * n + p, q * n + q);
  [order[p], order[q]] = [order[q], order[p]];
}
