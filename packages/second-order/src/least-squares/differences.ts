import { isFiniteVector } from '../vector.ts';
import { differenceAt, type FitRequest, type FitRun } from './fit-run.ts';

/** Arrays for differences, made once. */
interface Work {
  readonly x: Float64Array;
  readonly ahead: Float64Array;
  readonly behind: Float64Array;
}

/** A Jacobian by the user's function, or by differences of residuals. */
export type JacobianSteps = (
  x: Float64Array,
  residuals: Float64Array,
  out: Float64Array,
) => Generator<FitRequest, void, void>;

/**
 * Differences of residuals within the bounds:
 *
 * ```text
 * forward   (r(x + h) − r(x)) / h                        h = √ε·|xⱼ|
 * central   (r(x + h) − r(x − h)) / 2h                   h = ∛ε·|xⱼ|
 * one-sided (4r(x + h) − 3r(x) − r(x + 2h)) / 2h         where the other side is out of bounds or not finite
 * ```
 *
 * Steps are in proportion to variables, however small; but one that changes nothing beyond rounding gives way to one in
 * proportion to 1.
 * @see Nocedal and Wright, Numerical optimization, 2nd edition 2006, section 8.1
 */
export function differencesOf(run: FitRun): JacobianSteps {
  const { n, m, noise } = run;
  const { lower, upper } = run.box;
  const work: Work = { x: new Float64Array(n), ahead: new Float64Array(m), behind: new Float64Array(m) };
  const { x: shifted, ahead, behind } = work;

  /** Residuals where variable j is moved by h. */
  function* at(x: Float64Array, j: number, h: number, out: Float64Array): Generator<FitRequest, boolean, void> {
    const moved = x[j] + h;
    if (!(moved >= lower[j] && moved <= upper[j])) return false;
    shifted[j] = moved;
    yield differenceAt(run, shifted, out);
    shifted[j] = x[j];
    return isFiniteVector(out);
  }

  const write = (out: Float64Array, j: number, derivative: (i: number) => number): void => {
    for (let i = 0; i < m; i++) out[i * n + j] = derivative(i);
  };

  /** Whether a difference is more than rounding. */
  const isSeen = (residuals: Float64Array): boolean => {
    let change = 0;
    let size = 0;
    for (let i = 0; i < m; i++) {
      change = Math.max(change, Math.abs(ahead[i] - residuals[i]));
      size = Math.max(size, Math.abs(residuals[i]));
    }
    return change > 64 * noise * size;
  };

  function* forward(x: Float64Array, residuals: Float64Array, out: Float64Array, j: number, size: number) {
    const h = exact(x[j], Math.sqrt(noise) * size);
    for (const step of [h, -h]) {
      if (!(yield* at(x, j, step, ahead))) continue;
      if (size < 1 && !isSeen(residuals)) return false;
      write(out, j, (i) => (ahead[i] - residuals[i]) / step);
      return true;
    }
    return undefined;
  }

  function* central(x: Float64Array, residuals: Float64Array, out: Float64Array, j: number, size: number) {
    const h = exact(x[j], Math.cbrt(noise) * size);
    const isAhead = yield* at(x, j, h, ahead);
    if (isAhead && size < 1 && !isSeen(residuals)) return false;
    const isBehind = yield* at(x, j, -h, behind);
    if (isAhead && isBehind) {
      write(out, j, (i) => (ahead[i] - behind[i]) / (2 * h));
      return true;
    }
    if (isAhead && (yield* at(x, j, 2 * h, behind))) {
      write(out, j, (i) => (4 * ahead[i] - 3 * residuals[i] - behind[i]) / (2 * h));
      return true;
    }
    if (isBehind && (yield* at(x, j, -2 * h, ahead))) {
      write(out, j, (i) => (3 * residuals[i] + ahead[i] - 4 * behind[i]) / (2 * h));
      return true;
    }
    return undefined;
  }

  return function* (x, residuals, out) {
    shifted.set(x);
    const column = run.differences === '3-point' ? central : forward;
    for (let j = 0; j < n; j++) {
      if (lower[j] === upper[j]) {
        write(out, j, () => 0);
        continue;
      }
      const size = Math.abs(x[j]) || 1;
      let found = yield* column(x, residuals, out, j, size);
      if (found === false) found = yield* column(x, residuals, out, j, 1);
      if (found === undefined) found = yield* forward(x, residuals, out, j, size);
      if (found !== true) write(out, j, () => (found === undefined ? Number.NaN : 0));
    }
  };
}

/** h rounded so that x + h is exact. */
function exact(x: number, h: number): number {
  return x + h - x;
}
