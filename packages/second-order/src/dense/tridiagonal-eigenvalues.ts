/** 2⁻⁵² */
const epsilon = 2.220446049250313e-16;

/**
 * The eigenvalues of a symmetric tridiagonal matrix, in no order, by implicit steps of the QR iteration with Wilkinson's
 * shift.
 *
 * @param d the diagonal, which is overwritten with the eigenvalues
 * @param e what stands beside it, of the same length; it is overwritten
 * @param rows an orthogonal matrix, row by row, whose rows are rotated along: those of Qᵀ become the eigenvectors of Q·T·Qᵀ
 * @returns false if the iteration did not end, as with elements that are not finite
 * @see Golub and Van Loan, Matrix computations, 4th edition 2013, section 8.3.5
 */
export function tridiagonalEigenvalues(d: Float64Array, e: Float64Array, rows?: Float64Array): boolean {
  const n = d.length;
  let end = n - 1;
  for (let steps = 0; end > 0; steps++) {
    if (!(steps < 60 * n)) return false;
    const isNegligible = (i: number): boolean => Math.abs(e[i]) <= epsilon * (Math.abs(d[i]) + Math.abs(d[i + 1]));
    if (isNegligible(end - 1)) {
      e[end - 1] = 0;
      end--;
      continue;
    }
    let start = end - 1;
    while (start > 0 && !isNegligible(start - 1)) start--;
    step(d, e, start, end, rows);
  }
  return d.every(Number.isFinite);
}

/** One step on the block from `start` to `end`: a bulge is made at its head and chased to its foot. */
function step(d: Float64Array, e: Float64Array, start: number, end: number, rows: Float64Array | undefined): void {
  const half = (d[end - 1] - d[end]) / 2;
  const last = e[end - 1];
  const root = Math.hypot(half, last);
  let x = d[start] - d[end] + (last * last) / (half < 0 ? half - root : half + root);
  let bulge = e[start];
  for (let k = start; k < end; k++) {
    const size = Math.hypot(x, bulge);
    const [c, s] = size === 0 ? [1, 0] : [x / size, bulge / size];
    if (k > start) e[k - 1] = size;
    const change = s * (s * (d[k + 1] - d[k]) + 2 * c * e[k]);
    e[k] = c * s * (d[k + 1] - d[k]) + (c * c - s * s) * e[k];
    d[k] += change;
    d[k + 1] -= change;
    if (k + 1 < end) {
      x = e[k];
      bulge = s * e[k + 1];
      e[k + 1] *= c;
    }
    if (rows !== undefined) rotate(rows, k * d.length, (k + 1) * d.length, d.length, c, s);
  }
}

function rotate(rows: Float64Array, p: number, q: number, n: number, c: number, s: number): void {
  for (let i = 0; i < n; i++) {
    const [a, b] = [rows[p + i], rows[q + i]];
    rows[p + i] = c * a + s * b;
    rows[q + i] = c * b - s * a;
  }
}
