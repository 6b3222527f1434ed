import { checkOptions } from '@gradkit/core';
import { checkAtLeast } from '../problem/options.ts';
import {
  copyPoint,
  isApproximateWolfe,
  isNoise,
  type LinePoint,
  type LineSearch,
  type LineStart,
  type LineSteps,
} from './line-search.ts';
import {
  type AsyncLineFunction,
  checkWolfe,
  type LineFunction,
  type LineOptions,
  type LineSearchResult,
  searchLine,
} from './search-line.ts';

/** Tolerances of the search of Moré and Thuente. */
export interface MoreThuenteTolerances {
  /** Sufficient decrease: the value falls by at least `c1` times what the slope at 0 promises; default 1e-3. */
  readonly c1?: number | undefined;
  /** Curvature: the slope is at most `c2` times as steep as at 0; default 0.9. */
  readonly c2?: number | undefined;
  /** Width of the bracket, relative to its farther end, below which the search ends; default 0.1. */
  readonly width?: number | undefined;
  /** Most evaluations; default 40. */
  readonly maxEvaluations?: number | undefined;
}

const keys = ['c1', 'c2', 'width', 'maxEvaluations'];

/** Options of {@link moreThuente}. */
export type MoreThuenteOptions = LineOptions & MoreThuenteTolerances;

/**
 * The line search of Moré and Thuente on a function of the step: a bracket that shrinks by a cubic or quadratic step, of a
 * modified function until the value has fallen enough. It is sure to end, within few evaluations, at a step with
 *
 * ```text
 * φ(α) ≤ φ(0) + c1·α·φ′(0)    and    |φ′(α)| ≤ c2·|φ′(0)|         the strong conditions of Wolfe
 * ψ(α) = φ(α) − φ(0) − c1·α·φ′(0)                                 what is searched until ψ(α) ≤ 0 and φ′(α) ≥ 0
 * ```
 *
 * or, with the status `decrease`, at one with the first of them, when the bracket has become as narrow as `width`. Where
 * rounding hides by how much the value falls, that is taken to be α·(φ′(0) + φ′(α))/2; the conditions become those called
 * approximate by Hager and Zhang. Those suffice as well where φ(α) and φ(0) have ten digits in common. Where the function is
 * not defined the step is shortened to a tenth; an expansion that leaves where it is defined is halved.
 *
 * @param phi value and slope at a step, or a promise of them: then the result is a promise, too
 * @param options tolerances `c1` (1e-3), `c2` (0.9), `width` (0.1), `maxEvaluations` (40), and `step` (1), `maxStep` (1e20),
 * `start`, `fnoise` (2⁻⁵²)
 * @throws ArgumentError unless 0 < c1 < c2 < 1, or when another option is out of range
 * @see Moré and Thuente, Line search algorithms with guaranteed sufficient decrease, ACM Transactions on Mathematical Software
 * 20, 1994
 * @example
 * ```ts
 * import { moreThuente } from '@gradkit/second-order';
 * const phi = (step: number) => ({ value: -step / (step ** 2 + 2), slope: (step ** 2 - 2) / (step ** 2 + 2) ** 2 });
 * const { step, nfev } = moreThuente(phi, { c2: 0.1 });
 * console.log(step.toFixed(3), nfev); // 1.286 3
 * ```
 */
export function moreThuente(phi: AsyncLineFunction, options?: MoreThuenteOptions): Promise<LineSearchResult>;
export function moreThuente(phi: LineFunction, options?: MoreThuenteOptions): LineSearchResult;
export function moreThuente(
  phi: LineFunction | AsyncLineFunction,
  options: MoreThuenteOptions = {},
): LineSearchResult | Promise<LineSearchResult> {
  const where = 'moreThuente';
  const search = searchOf(where, options);
  return searchLine(where, phi, search, options, keys, ['wolfe', 'approximate-wolfe']);
}

/**
 * The line search of Moré and Thuente for a minimiser: its option `lineSearch`, where other tolerances than the usual are
 * wanted.
 *
 * @param tolerances as those of {@link moreThuente}: `c1` (1e-3), `c2` (0.9), `width` (0.1), `maxEvaluations` (40)
 * @throws ArgumentError unless 0 < c1 < c2 < 1, or when another option is out of range
 * @see Moré and Thuente, Line search algorithms with guaranteed sufficient decrease, ACM Transactions on Mathematical Software
 * 20, 1994
 * @example
 * ```ts
 * import { lbfgs, moreThuenteSearch } from '@gradkit/second-order';
 * const parabola = (x: Float64Array, gradient: Float64Array) => {
 *   gradient[0] = 2 * (x[0] - 3);
 *   return (x[0] - 3) ** 2;
 * };
 * console.log(lbfgs(parabola, [0], { lineSearch: moreThuenteSearch({ c2: 0.1 }) }).x); // Float64Array(1) [ 3 ]
 * ```
 */
export function moreThuenteSearch(tolerances: MoreThuenteTolerances = {}): LineSearch {
  checkOptions('moreThuenteSearch', tolerances, keys);
  return searchOf('moreThuenteSearch', tolerances);
}

function searchOf(where: string, options: MoreThuenteTolerances): LineSearch {
  const { c1 = 1e-3, c2 = 0.9, width = 0.1, maxEvaluations = 40 } = options ?? {};
  checkWolfe(where, c1, c2);
  checkAtLeast(where, 0, { width });
  checkAtLeast(where, 1, { maxEvaluations });
  return (start, point, best) => moreThuenteSteps(start, point, best, { c1, c2, width, maxEvaluations });
}

interface Tolerances {
  readonly c1: number;
  readonly c2: number;
  /**
   * How steep the slope may be uphill, in multiples of that at 0: `c2` by default, without limit for the weak conditions of
   * Wolfe.
   */
  readonly uphill?: number;
  readonly width: number;
  readonly maxEvaluations: number;
}

/** The part of the line where the next step may lie. */
interface Interval {
  /** The best step so far, and the other end of the bracket. */
  readonly low: LinePoint;
  readonly high: LinePoint;
  /** Whether there is a minimum between `low` and `high`. */
  isBracketed: boolean;
  least: number;
  most: number;
}

/** The search as a generator, for minimisers: see {@link moreThuente}. */
export function* moreThuenteSteps(
  start: LineStart,
  point: LinePoint,
  best: LinePoint,
  { c1, c2, uphill = c2, width: narrow, maxEvaluations }: Tolerances,
): LineSteps {
  const { value: f0, slope: g0, maxStep } = start;
  const decrease = c1 * g0;
  const low = { step: 0, value: f0, slope: g0 };
  const high = { step: 0, value: f0, slope: g0 };
  const trial = { step: Math.min(start.step, maxStep), value: f0, slope: g0 };
  const interval: Interval = { low, high, isBracketed: false, least: 0, most: 5 * trial.step };
  let isModified = true;
  let width = maxStep;
  let widthBefore = 2 * maxStep;
  // The shortest step at which the function is not defined.
  let wall = Infinity;
  let step = trial.step;

  for (let evaluations = 0; evaluations < maxEvaluations && step > 0; evaluations++) {
    point.step = step;
    yield;
    const { value: seen, slope } = point;
    if (seen === -Infinity) return 'max-step';
    if (!(Number.isFinite(seen) && Number.isFinite(slope))) {
      wall = step;
      step = low.step + (low.step === 0 ? 0.1 : 0.5) * (wall - low.step);
      if (!(step > low.step && step < wall)) return 'failed';
      continue;
    }
    if (seen < best.value) copyPoint(point, best);
    const isHidden = isNoise(seen - f0, start);
    const value = isHidden ? f0 + 0.5 * step * (g0 + slope) : seen;
    const enough = f0 + step * decrease;
    if (value <= enough && slope >= c2 * g0 && slope <= -uphill * g0) return isHidden ? 'approximate-wolfe' : 'wolfe';
    if (Math.abs(seen - f0) <= 1e-10 * Math.abs(f0) && isApproximateWolfe(g0, slope, c1, c2))
      return 'approximate-wolfe';
    if (step === maxStep && seen <= enough && slope <= decrease) return 'max-step';
    if (isSpent(interval, step, narrow)) return best.step === step && seen <= enough ? 'decrease' : 'failed';

    if (isModified && value <= enough && slope >= 0) isModified = false;
    trial.step = step;
    trial.value = value;
    trial.slope = slope;
    if (isModified && value <= low.value && value > enough) {
      // On ψ(α) = φ(α) − c1·φ′(0)·α, whose minimum has a sufficient decrease.
      tilt(low, -decrease);
      tilt(high, -decrease);
      tilt(trial, -decrease);
      step = nextStep(interval, trial);
      tilt(low, decrease);
      tilt(high, decrease);
    } else {
      step = nextStep(interval, trial);
    }
    if (interval.isBracketed) {
      const now = Math.abs(high.step - low.step);
      if (now >= 0.66 * widthBefore) step = low.step + 0.5 * (high.step - low.step);
      widthBefore = width;
      width = now;
      interval.least = Math.min(low.step, high.step);
      interval.most = Math.max(low.step, high.step);
      if (isSpent(interval, step, narrow)) step = low.step;
    } else {
      interval.least = step + 1.1 * (step - low.step);
      interval.most = step + 4 * (step - low.step);
      step = Math.min(step, maxStep);
      if (step >= wall) step = low.step + 0.5 * (wall - low.step);
    }
  }
  return 'failed';
}

/** Whether the bracket leaves no step to try but those that are known. */
const isSpent = ({ isBracketed, least, most }: Interval, step: number, narrow: number): boolean =>
  isBracketed && (step <= least || step >= most || most - least <= narrow * most);

/** Adds a straight line to the function. */
function tilt(end: LinePoint, slope: number): void {
  end.value += end.step * slope;
  end.slope += slope;
}

/** The next step from the interval and a trial within or beyond the ends of the bracket, which becomes one of them. */
function nextStep(interval: Interval, trial: LinePoint): number {
  const { low, high, isBracketed, least, most } = interval;
  const isHigher = trial.value > low.value;
  const isOpposite = trial.slope * Math.sign(low.slope) < 0;
  let step: number;
  if (isHigher) {
    const cubic = cubicMinimum(low, trial);
    const rise = (low.value - trial.value) / (trial.step - low.step) + low.slope;
    const quadratic = low.step + (low.slope / rise / 2) * (trial.step - low.step);
    step = Math.abs(cubic - low.step) < Math.abs(quadratic - low.step) ? cubic : cubic + (quadratic - cubic) / 2;
  } else if (isOpposite) {
    const cubic = cubicMinimum(trial, low);
    const secant = secantStep(trial, low);
    step = Math.abs(cubic - trial.step) > Math.abs(secant - trial.step) ? cubic : secant;
  } else if (Math.abs(trial.slope) < Math.abs(low.slope)) {
    const cubic = cubicBeyond(trial, low, least, most);
    const secant = secantStep(trial, low);
    const isCubicNearer = Math.abs(cubic - trial.step) < Math.abs(secant - trial.step);
    if (isBracketed) {
      step = isCubicNearer ? cubic : secant;
      const limit = trial.step + 0.66 * (high.step - trial.step);
      step = trial.step > low.step ? Math.min(limit, step) : Math.max(limit, step);
    } else {
      step = isCubicNearer ? secant : cubic;
      step = Math.max(least, Math.min(most, step));
    }
  } else if (isBracketed) {
    step = cubicMinimum(trial, high);
  } else {
    step = trial.step > low.step ? most : least;
  }

  if (isHigher) copyPoint(trial, high);
  else {
    if (isOpposite) copyPoint(low, high);
    copyPoint(trial, low);
  }
  interval.isBracketed ||= isHigher || isOpposite;
  return step;
}

/** The minimum of the cubic through two points with their slopes. */
function cubicMinimum(a: LinePoint, b: LinePoint): number {
  const theta = cubicSlope(a, b);
  const gamma = b.step < a.step ? -cubicRoot(a, b, theta) : cubicRoot(a, b, theta);
  const p = gamma - a.slope + theta;
  const q = gamma - a.slope + gamma + b.slope;
  return a.step + (p / q) * (b.step - a.step);
}

/** The minimum of the cubic beyond `a`, seen from `b`; the end of the interval where it has none there. */
function cubicBeyond(a: LinePoint, b: LinePoint, least: number, most: number): number {
  const theta = cubicSlope(a, b);
  const gamma = a.step > b.step ? -cubicRoot(a, b, theta) : cubicRoot(a, b, theta);
  const p = gamma - a.slope + theta;
  const q = gamma + (b.slope - a.slope) + gamma;
  const r = p / q;
  if (r < 0 && gamma !== 0) return a.step + r * (b.step - a.step);
  return a.step > b.step ? most : least;
}

const cubicSlope = (a: LinePoint, b: LinePoint): number =>
  (3 * (a.value - b.value)) / (b.step - a.step) + a.slope + b.slope;

/** √(θ² − φ′(a)·φ′(b)), without overflow; 0 where the cubic is monotone. */
function cubicRoot(a: LinePoint, b: LinePoint, theta: number): number {
  const size = Math.max(Math.abs(theta), Math.abs(a.slope), Math.abs(b.slope));
  return size * Math.sqrt(Math.max(0, (theta / size) ** 2 - (a.slope / size) * (b.slope / size)));
}

/** Where the line through the slopes at two points is zero. */
const secantStep = (a: LinePoint, b: LinePoint): number => a.step + (a.slope / (a.slope - b.slope)) * (b.step - a.step);
