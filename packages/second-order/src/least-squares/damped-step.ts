import { applyTransposedQ, factorize, type PivotedQr } from '../dense/pivoted-qr.ts';
import { norm2 } from '../vector.ts';

/**
 * The linear least squares problem within a region:
 *
 * ```text
 * minimise ‖A·p + b‖  subject to ‖D·p‖ ≤ Δ
 * ```
 *
 * Its solution is the Gauss–Newton step if that is within the region; otherwise, for the one damping λ > 0 that puts it on
 * the border, the solution of (AᵀA + λD²)·p = −Aᵀb. With A = Q·R·Pᵀ known, each λ that is tried costs n³ and no more of m.
 */
export interface DampedStep {
  readonly qr: PivotedQr;
  /** Qᵀ·b; its first `rank` numbers are the part of b that a step can remove. */
  readonly projected: Float64Array;
  /** λ of the last solution, from which the next search starts; 0 where the Gauss–Newton step was within the region. */
  damping: number;
  /** ‖D·p‖ and ‖A·p‖ of the last solution. */
  length: number;
  change: number;
  readonly triangle: Float64Array;
  readonly right: Float64Array;
  readonly row: Float64Array;
  readonly scaled: Float64Array;
}

export function dampedStep(qr: PivotedQr): DampedStep {
  const { m, n } = qr;
  return {
    qr,
    projected: new Float64Array(m),
    damping: 0,
    length: 0,
    change: 0,
    triangle: new Float64Array(n * n),
    right: new Float64Array(n),
    row: new Float64Array(n),
    scaled: new Float64Array(n),
  };
}

/** Factorizes the A that `qr.columns` holds and projects `b`. */
export function prepareStep({ qr, projected }: DampedStep, b: Float64Array): void {
  factorize(qr);
  projected.set(b);
  applyTransposedQ(qr, projected);
}

/** The part of ‖b‖ that the Gauss–Newton step would remove. */
export function removable({ qr, projected }: DampedStep): number {
  let squares = 0;
  for (let k = 0; k < qr.rank; k++) squares += projected[k] ** 2;
  return Math.sqrt(squares);
}

/**
 * Writes the solution into `p`, its length within `tolerance` of the border where it is on the border.
 * @param scale the diagonal of D, all positive
 * @see Moré, The Levenberg–Marquardt algorithm: implementation and theory, in Numerical analysis, Dundee 1977, Springer
 * 1978, sections 3 and 5
 */
export function solveDamped(
  step: DampedStep,
  scale: Float64Array,
  radius: number,
  tolerance: number,
  p: Float64Array,
): void {
  const { qr, scaled } = step;
  const isFullRank = qr.rank === qr.n;
  solveTriangle(step, 0, scale, p);
  const lengthOf = (): number => {
    for (let j = 0; j < qr.n; j++) scaled[j] = scale[j] * p[j];
    return norm2(scaled);
  };
  let length = lengthOf();
  let excess = length - radius;
  let damping = 0;
  if (!(excess <= tolerance * radius)) {
    // Where the length is a convex function of λ down to 0, its tangent there bounds λ from below.
    let lower = isFullRank ? excess / (radius * relativeSlope(step, scale, length)) : 0;
    if (!(lower < Infinity)) lower = 0;
    let upper = slopeAtZero(step, scale) / radius;
    if (!(upper > 0)) upper = Number.MIN_VALUE / Math.min(radius, 0.1);
    damping = Math.min(Math.max(step.damping, lower), upper);
    if (damping === 0) damping = slopeAtZero(step, scale) / (length < Infinity ? length : radius);
    for (let tries = 0; tries < 10; tries++) {
      if (!(damping > 0)) damping = Math.max(Number.MIN_VALUE, 0.001 * upper);
      solveTriangle(step, damping, scale, p);
      length = lengthOf();
      const before = excess;
      excess = length - radius;
      if (Math.abs(excess) <= tolerance * radius) break;
      // Without full rank, λ = 0 may be on the short side already.
      if (lower === 0 && excess <= before && before < 0) break;
      if (excess > 0) lower = Math.max(lower, damping);
      else upper = Math.min(upper, damping);
      damping = Math.max(lower, damping + excess / (radius * relativeSlope(step, scale, length)));
      if (!(damping <= upper)) damping = Math.max(0.001 * upper, Math.sqrt(lower * upper));
    }
  }
  step.damping = damping;
  step.length = length;
  step.change = changeOf(step, p);
}

/** ‖D⁻¹·Aᵀb‖ */
function slopeAtZero({ qr, projected, scaled }: DampedStep, scale: Float64Array): number {
  const { m, n, columns, diagonal, pivots } = qr;
  for (let k = 0; k < n; k++) {
    let sum = diagonal[k] * (k < m ? projected[k] : 0);
    for (let i = 0; i < Math.min(k, m); i++) sum += columns[k * m + i] * projected[i];
    scaled[k] = sum / scale[pivots[k]];
  }
  return norm2(scaled);
}

/**
 * Solves (RᵀR + λ·PᵀD²P)·z = −Rᵀ·Qᵀb for P·z: rotations bring the rows of √λ·DP, one after another, into the triangle.
 * Without damping, what depends on other columns does not move.
 */
function solveTriangle(step: DampedStep, damping: number, scale: Float64Array, p: Float64Array): void {
  const { qr, projected, triangle, right, row } = step;
  const { m, n, columns, diagonal, pivots, rank } = qr;
  for (let i = 0; i < n; i++) {
    triangle[i * n + i] = diagonal[i];
    for (let k = i + 1; k < n; k++) triangle[i * n + k] = i < m ? columns[k * m + i] : 0;
    right[i] = i < m ? -projected[i] : 0;
  }
  if (damping > 0) {
    const root = Math.sqrt(damping);
    for (let k = 0; k < n; k++) rotateIn(triangle, right, row, n, k, root * scale[pivots[k]]);
  }
  const size = damping > 0 ? n : rank;
  right.fill(0, size);
  for (let i = size - 1; i >= 0; i--) {
    let sum = right[i];
    for (let k = i + 1; k < size; k++) sum -= triangle[i * n + k] * right[k];
    right[i] = sum / triangle[i * n + i];
  }
  for (let k = 0; k < n; k++) p[pivots[k]] = right[k];
}

/** Rotates the row that is `value` in column `first` and 0 elsewhere into the triangle and the right-hand side. */
function rotateIn(
  triangle: Float64Array,
  right: Float64Array,
  row: Float64Array,
  n: number,
  first: number,
  value: number,
): void {
  row.fill(0, first);
  row[first] = value;
  let extra = 0;
  for (let i = first; i < n; i++) {
    if (row[i] === 0) continue;
    const length = Math.hypot(triangle[i * n + i], row[i]);
    const cosine = triangle[i * n + i] / length;
    const sine = row[i] / length;
    for (let k = i; k < n; k++) {
      const upper = triangle[i * n + k];
      triangle[i * n + k] = cosine * upper + sine * row[k];
      row[k] = cosine * row[k] - sine * upper;
    }
    const upper = right[i];
    right[i] = cosine * upper + sine * extra;
    extra = cosine * extra - sine * upper;
  }
}

/** −φ′(λ)/‖D·p‖ of φ(λ) = ‖D·p(λ)‖ − Δ, from the triangle of the last solution, whose scaled form `scaled` holds. */
function relativeSlope({ qr, triangle, row, scaled }: DampedStep, scale: Float64Array, length: number): number {
  const { n, pivots } = qr;
  for (let k = 0; k < n; k++) row[k] = (scale[pivots[k]] * scaled[pivots[k]]) / length;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    row[i] /= triangle[i * n + i];
    for (let k = i + 1; k < n; k++) row[k] -= triangle[i * n + k] * row[i];
    squares += row[i] ** 2;
  }
  return squares;
}

/** ‖A·p‖ */
function changeOf(step: DampedStep, p: Float64Array): number {
  productOfTriangle(step, p, step.right);
  return norm2(step.right);
}

/** out ← R·Pᵀp, which is as long as A·p */
export function productOfTriangle({ qr, row }: DampedStep, p: Float64Array, out: Float64Array): void {
  const { m, n, columns, diagonal, pivots } = qr;
  for (let k = 0; k < n; k++) row[k] = p[pivots[k]];
  for (let i = 0; i < n; i++) {
    let sum = diagonal[i] * row[i];
    if (i < m) for (let k = i + 1; k < n; k++) sum += columns[k * m + i] * row[k];
    out[i] = sum;
  }
}
