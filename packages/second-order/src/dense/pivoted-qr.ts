/**
 * A = Q·R·Pᵀ with Q orthogonal, R upper triangular with |R₀₀| ≥ |R₁₁| ≥ …, P a permutation of columns.
 *
 * Arrays are made once and filled by every {@link factorize}.
 */
export interface PivotedQr {
  readonly m: number;
  readonly n: number;
  /** Column k of A·P, m numbers from k·m on: above the diagonal R, from there on the vector of the k-th reflection. */
  readonly columns: Float64Array;
  /** The diagonal of R; zeros where A has no more rows. */
  readonly diagonal: Float64Array;
  /** Which column of A is the k-th of A·P. */
  readonly pivots: Int32Array;
  /** Norms of the columns of A. */
  readonly norms: Float64Array;
  /** Columns that are independent to rounding: the first of A·P. */
  rank: number;
  /** What is left of each column of A·P below the rows of R that are known. */
  readonly rest: Float64Array;
}

export function pivotedQr(m: number, n: number): PivotedQr {
  return {
    m,
    n,
    columns: new Float64Array(m * n),
    diagonal: new Float64Array(n),
    pivots: new Int32Array(n),
    norms: new Float64Array(n),
    rank: 0,
    rest: new Float64Array(n),
  };
}

/** √Σ aᵢ² over a range, scaled where the squares would leave the range of numbers. */
function normOf(a: Float64Array, from: number, to: number): number {
  let squares = 0;
  for (let i = from; i < to; i++) squares += a[i] * a[i];
  if (squares > 1e-280 && squares < 1e280) return Math.sqrt(squares);
  let largest = 0;
  for (let i = from; i < to; i++) largest = Math.max(largest, Math.abs(a[i]));
  if (!(largest > 0 && largest < Infinity)) return largest;
  let sum = 0;
  for (let i = from; i < to; i++) sum += (a[i] / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/**
 * Householder's method on what `columns` holds, columns of A in their order, with the largest remaining column first.
 *
 * Reflections are I − v·vᵀ / vₖ with vₖ = 1 + |aₖ|/‖a‖, so that nothing but v is kept.
 * @see Golub and Van Loan, Matrix computations, 4th edition 2013, sections 5.1 and 5.4.2; for norms that are brought forward,
 * Drmač and Bujanović, On the failure of rank-revealing QR factorization software, 2008
 */
export function factorize(qr: PivotedQr): void {
  const { m, n, columns, diagonal, pivots, norms, rest } = qr;
  for (let j = 0; j < n; j++) {
    pivots[j] = j;
    norms[j] = normOf(columns, j * m, (j + 1) * m);
    rest[j] = norms[j];
  }
  diagonal.fill(0);
  qr.rank = 0;
  const rounding = 10 * 2 ** -52 * Math.sqrt(Math.max(m, n));
  let isIndependent = true;
  for (let k = 0; k < Math.min(m, n); k++) {
    let largest = k;
    for (let j = k + 1; j < n; j++) if (rest[j] > rest[largest]) largest = j;
    if (largest !== k) exchange(qr, k, largest);
    const start = k * m;
    const norm = normOf(columns, start + k, start + m);
    // A column of which only rounding is left depends on those before it, however it is scaled.
    isIndependent &&= norm > rounding * norms[pivots[k]];
    if (isIndependent) qr.rank = k + 1;
    if (!(norm > 0)) continue;
    const signed = columns[start + k] < 0 ? -norm : norm;
    for (let i = k; i < m; i++) columns[start + i] /= signed;
    columns[start + k] += 1;
    diagonal[k] = -signed;
    for (let j = k + 1; j < n; j++) {
      reflect(columns, start + k, columns, j * m + k, m - k);
      shorten(qr, j, k);
    }
  }
}

/** Applies the reflection of the vector at `v` to the one at `a`, both of `length` numbers. */
function reflect(vectors: Float64Array, v: number, a: Float64Array, at: number, length: number): void {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += vectors[v + i] * a[at + i];
  const factor = sum / vectors[v];
  for (let i = 0; i < length; i++) a[at + i] -= factor * vectors[v + i];
}

/** Brings the norm of what is left of column j forward past row k; anew where cancellation would leave few digits. */
function shorten({ m, columns, rest, norms, pivots }: PivotedQr, j: number, k: number): void {
  if (rest[j] === 0) return;
  const share = Math.max(0, 1 - (columns[j * m + k] / rest[j]) ** 2);
  const left = rest[j] * Math.sqrt(share);
  rest[j] = share > 1e-3 && left > 1e-5 * norms[pivots[j]] ? left : normOf(columns, j * m + k + 1, (j + 1) * m);
}

function exchange({ m, columns, pivots, rest }: PivotedQr, a: number, b: number): void {
  for (let i = 0; i < m; i++) {
    const kept = columns[a * m + i];
    columns[a * m + i] = columns[b * m + i];
    columns[b * m + i] = kept;
  }
  const pivot = pivots[a];
  pivots[a] = pivots[b];
  pivots[b] = pivot;
  rest[b] = rest[a];
}

/** v ← Qᵀ·v */
export function applyTransposedQ({ m, n, columns, diagonal }: PivotedQr, v: Float64Array): void {
  for (let k = 0; k < Math.min(m, n); k++) {
    if (diagonal[k] !== 0) reflect(columns, k * m + k, v, k, m - k);
  }
}
