import { ArgumentError, checkOptions, describe } from '@gradkit/core';
import { checkAtLeast } from '../problem/options.ts';
import { copyPoint, isNoise, type LinePoint, type LineSearch, type LineStart, type LineSteps } from './line-search.ts';
import {
  type AsyncLineFunction,
  type LineFunction,
  type LineOptions,
  type LineSearchResult,
  searchLine,
} from './search-line.ts';

/** Tolerances of backtracking. */
export interface BacktrackingTolerances {
  /** Sufficient decrease: the value falls by at least `c1` times what the slope at 0 promises; default 1e-4. */
  readonly c1?: number | undefined;
  /** The least part of a step that is kept when it is shortened; default 0.1. */
  readonly shortest?: number | undefined;
  /** The largest part of a step that is kept when it is shortened; default 0.5. */
  readonly longest?: number | undefined;
  /** Most evaluations; default 30. */
  readonly maxEvaluations?: number | undefined;
}

const keys = ['c1', 'shortest', 'longest', 'maxEvaluations'];

/** Options of {@link backtracking}. */
export type BacktrackingOptions = LineOptions & BacktrackingTolerances;

/**
 * The line search of Armijo on a function of the step: shortens the step until the value has fallen enough.
 *
 * ```text
 * until    φ(α) ≤ φ(0) + c1·α·φ′(0)
 * α ← the minimum of the parabola through φ(0), φ′(0) and φ(α), later of the cubic through the last two values,
 *     but at least shortest·α and at most longest·α
 * ```
 *
 * Slopes are needed at 0 alone: elsewhere NaN will do. Where they are known they decide when rounding hides the difference of
 * values. Where the function is not defined the step is shortened to `shortest·α`.
 *
 * @param phi value and slope at a step, or a promise of them: then the result is a promise, too
 * @param options tolerances `c1` (1e-4), `shortest` (0.1), `longest` (0.5), `maxEvaluations` (30), and `step` (1), `maxStep`
 * (1e20), `start`, `fnoise` (2⁻⁵²)
 * @throws ArgumentError unless 0 < c1 < 1 and 0 < shortest ≤ longest < 1, or when another option is out of range
 * @see Dennis and Schnabel, Numerical methods for unconstrained optimization and nonlinear equations, 1983, section 6.3.2
 * @example
 * ```ts
 * import { backtracking } from '@gradkit/second-order';
 * const phi = (step: number) => ({ value: (step - 3) ** 2, slope: 2 * (step - 3) });
 * const { step, nfev } = backtracking(phi, { step: 12 });
 * console.log(step, nfev); // 3 3
 * ```
 */
export function backtracking(phi: AsyncLineFunction, options?: BacktrackingOptions): Promise<LineSearchResult>;
export function backtracking(phi: LineFunction, options?: BacktrackingOptions): LineSearchResult;
export function backtracking(
  phi: LineFunction | AsyncLineFunction,
  options: BacktrackingOptions = {},
): LineSearchResult | Promise<LineSearchResult> {
  const where = 'backtracking';
  const search = searchOf(where, options);
  return searchLine(where, phi, search, options, keys, ['decrease', 'approximate-wolfe']);
}

/**
 * Backtracking for a minimiser: its option `lineSearch`.
 *
 * @param tolerances as those of {@link backtracking}: `c1` (1e-4), `shortest` (0.1), `longest` (0.5), `maxEvaluations` (30)
 * @throws ArgumentError unless 0 < c1 < 1 and 0 < shortest ≤ longest < 1, or when another option is out of range
 * @see Dennis and Schnabel, Numerical methods for unconstrained optimization and nonlinear equations, 1983, section 6.3.2
 * @example
 * ```ts
 * import { backtrackingSearch, lbfgs } from '@gradkit/second-order';
 * const parabola = (x: Float64Array, gradient: Float64Array) => {
 *   gradient[0] = 2 * (x[0] - 3);
 *   return (x[0] - 3) ** 2;
 * };
 * console.log(lbfgs(parabola, [0], { lineSearch: backtrackingSearch() }).x); // Float64Array(1) [ 3 ]
 * ```
 */
export function backtrackingSearch(tolerances: BacktrackingTolerances = {}): LineSearch {
  checkOptions('backtrackingSearch', tolerances, keys);
  return searchOf('backtrackingSearch', tolerances);
}

function searchOf(where: string, options: BacktrackingTolerances): LineSearch {
  const { c1 = 1e-4, shortest = 0.1, longest = 0.5, maxEvaluations = 30 } = options ?? {};
  const isInside = (x: unknown): boolean => typeof x === 'number' && x > 0 && x < 1;
  if (!isInside(c1)) throw new ArgumentError(`${where}: c1 must be a number in (0, 1), got ${describe(c1)}.`);
  if (!(isInside(shortest) && isInside(longest) && shortest <= longest)) {
    throw new ArgumentError(
      `${where}: shortest and longest must be numbers with 0 < shortest ≤ longest < 1, got ${describe(shortest)} and ${describe(longest)}.`,
    );
  }
  checkAtLeast(where, 1, { maxEvaluations });
  return (start, point, best) => backtrackingSteps(start, point, best, { c1, shortest, longest, maxEvaluations });
}

type Tolerances = { readonly [name in keyof BacktrackingTolerances]-?: number };

/** The search as a generator, for minimisers: see {@link backtracking}. */
function* backtrackingSteps(
  start: LineStart,
  point: LinePoint,
  best: LinePoint,
  { c1, shortest, longest, maxEvaluations }: Tolerances,
): LineSteps {
  const { value: f0, slope: g0 } = start;
  let step = Math.min(start.step, start.maxStep);
  // The trial before: none yet.
  let longer = Infinity;
  let longerValue = Number.NaN;
  for (let evaluations = 0; evaluations < maxEvaluations && step > 0; evaluations++) {
    point.step = step;
    yield;
    const { value } = point;
    if (value < best.value) copyPoint(point, best);
    if (value === -Infinity) return 'max-step';
    if (value < f0 && value <= f0 + c1 * step * g0) {
      return step === start.maxStep && point.slope <= c1 * g0 ? 'max-step' : 'decrease';
    }
    // Near 0 all is noise: a step that was shortened must have changed the slope.
    const isFar = evaluations === 0 || point.slope >= 0.9 * g0;
    if (isFar && isNoise(value - f0, start) && point.slope <= (2 * c1 - 1) * g0) return 'approximate-wolfe';
    const minimum = interpolate(f0, g0, step, value, longer, longerValue);
    longer = step;
    longerValue = value;
    // NaN, where the function is not defined or nearly linear, is answered by the shortest step.
    step *= minimum <= longest * step ? Math.max(shortest, minimum / step) : minimum > 0 ? longest : shortest;
  }
  return 'failed';
}

/** The minimum of the parabola through value and slope at 0 and a step, of the cubic if there is a longer one, too. */
function interpolate(f0: number, g0: number, step: number, value: number, longer: number, longerValue: number): number {
  const over = value - f0 - g0 * step;
  const overLonger = longerValue - f0 - g0 * longer;
  const parabola = (-g0 * step * step) / (2 * over);
  if (!Number.isFinite(overLonger)) return parabola;
  // φ(α) = f0 + g0·α + b·α² + a·α³
  const [u, v] = [over / step ** 2, overLonger / longer ** 2];
  const a = (v - u) / (longer - step);
  const b = (longer * u - step * v) / (longer - step);
  const root = Math.sqrt(b * b - 3 * a * g0);
  const cubic = b > 0 ? -g0 / (b + root) : (root - b) / (3 * a);
  return Number.isFinite(cubic) ? cubic : parabola;
}
