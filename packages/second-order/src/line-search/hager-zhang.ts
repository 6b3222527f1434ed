import { checkOptions } from '@gradkit/core';
import { checkAtLeast } from '../problem/options.ts';
import {
  copyPoint,
  isApproximateWolfe,
  type LinePoint,
  type LineSearch,
  type LineSearchEnd,
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

/** Tolerances of the search of Hager and Zhang. */
export interface HagerZhangTolerances {
  /** Sufficient decrease (δ of the paper): the value falls by at least `c1` times what the slope at 0 promises; default 0.1. */
  readonly c1?: number | undefined;
  /** Curvature (σ): the slope is at least `c2` times that at 0, which is negative; default 0.9. */
  readonly c2?: number | undefined;
  /** How far above φ(0) a value may lie, relative to |φ(0)|, where slopes alone decide (ε); default 1e-6. */
  readonly epsilon?: number | undefined;
  /** Most evaluations; default 50. */
  readonly maxEvaluations?: number | undefined;
}

const keys = ['c1', 'c2', 'epsilon', 'maxEvaluations'];

/** Options of {@link hagerZhang}. */
export type HagerZhangOptions = LineOptions & HagerZhangTolerances;

/**
 * The line search of Hager and Zhang on a function of the step: a bracket of two slopes of opposite sign, narrowed by secants,
 * and by bisection where they are slow.
 *
 * ```text
 * Wolfe               φ(α) ≤ φ(0) + c1·α·φ′(0)    and    φ′(α) ≥ c2·φ′(0)
 * approximate Wolfe   φ(α) ≤ φ(0) + epsilon·|φ(0)|    and    (2·c1 − 1)·φ′(0) ≥ φ′(α) ≥ c2·φ′(0)
 * secant²             c = (a·φ′(b) − b·φ′(a)) / (φ′(b) − φ′(a)), and once more from the end that c has replaced
 * ```
 *
 * Either pair of conditions will do. The second is the first for a parabola, and holds near a minimum, too, where the
 * difference of values is nothing but rounding. Where the function is not defined the step is shortened to a tenth; an
 * expansion, by the factor 5, that leaves where it is defined is halved.
 *
 * @param phi value and slope at a step, or a promise of them: then the result is a promise, too
 * @param options tolerances `c1` (0.1), `c2` (0.9), `epsilon` (1e-6), `maxEvaluations` (50), and `step` (1), `maxStep` (1e20),
 * `start`, `fnoise` (2⁻⁵²)
 * @throws ArgumentError unless 0 < c1 < c2 < 1, or when another option is out of range
 * @see Hager and Zhang, A new conjugate gradient method with guaranteed descent and an efficient line search, SIAM Journal on
 * Optimization 16, 2005
 * @example
 * ```ts
 * import { hagerZhang } from '@gradkit/second-order';
 * const phi = (step: number) => ({ value: (step - 3) ** 2, slope: 2 * (step - 3) });
 * const { step, status } = hagerZhang(phi, { c1: 0.3, c2: 0.5 });
 * console.log(step, status); // 3 wolfe
 * ```
 */
export function hagerZhang(phi: AsyncLineFunction, options?: HagerZhangOptions): Promise<LineSearchResult>;
export function hagerZhang(phi: LineFunction, options?: HagerZhangOptions): LineSearchResult;
export function hagerZhang(
  phi: LineFunction | AsyncLineFunction,
  options: HagerZhangOptions = {},
): LineSearchResult | Promise<LineSearchResult> {
  const where = 'hagerZhang';
  const search = searchOf(where, options);
  return searchLine(where, phi, search, options, keys, ['wolfe', 'approximate-wolfe']);
}

/**
 * The line search of Hager and Zhang for a minimiser: its option `lineSearch`.
 *
 * @param tolerances as those of {@link hagerZhang}: `c1` (0.1), `c2` (0.9), `epsilon` (1e-6), `maxEvaluations` (50)
 * @throws ArgumentError unless 0 < c1 < c2 < 1, or when another option is out of range
 * @see Hager and Zhang, A new conjugate gradient method with guaranteed descent and an efficient line search, SIAM Journal on
 * Optimization 16, 2005
 * @example
 * ```ts
 * import { hagerZhangSearch, lbfgs } from '@gradkit/second-order';
 * const parabola = (x: Float64Array, gradient: Float64Array) => {
 *   gradient[0] = 2 * (x[0] - 3);
 *   return (x[0] - 3) ** 2;
 * };
 * console.log(lbfgs(parabola, [0], { lineSearch: hagerZhangSearch({ c2: 0.5 }) }).x); // Float64Array(1) [ 3 ]
 * ```
 */
export function hagerZhangSearch(tolerances: HagerZhangTolerances = {}): LineSearch {
  checkOptions('hagerZhangSearch', tolerances, keys);
  return searchOf('hagerZhangSearch', tolerances);
}

function searchOf(where: string, options: HagerZhangTolerances): LineSearch {
  const { c1 = 0.1, c2 = 0.9, epsilon = 1e-6, maxEvaluations = 50 } = options ?? {};
  checkWolfe(where, c1, c2);
  checkAtLeast(where, 0, { epsilon });
  checkAtLeast(where, 1, { maxEvaluations });
  return (start, point, best) => hagerZhangSteps(start, point, best, { c1, c2, epsilon, maxEvaluations });
}

type Tolerances = { readonly [name in keyof HagerZhangTolerances]-?: number };

/** What the parts of the search share. */
interface Search {
  readonly start: LineStart;
  readonly point: LinePoint;
  readonly best: LinePoint;
  readonly tolerances: Tolerances;
  /** φ(0) + ε: what lies above is too high. */
  readonly bound: number;
  /** The ends of the bracket: at the low one the function falls and is not too high, at the high one it rises. */
  readonly low: LinePoint;
  readonly high: LinePoint;
  evaluations: number;
  end: LineSearchEnd;
}

/** Goes on at a point, and tells whether the search is over. */
type Part = Generator<void, boolean, void>;

/** The search as a generator, for minimisers: see {@link hagerZhang}. */
function* hagerZhangSteps(start: LineStart, point: LinePoint, best: LinePoint, tolerances: Tolerances): LineSteps {
  const { value, slope, scale, noise } = start;
  const search: Search = {
    start,
    point,
    best,
    tolerances,
    bound: value + Math.max(tolerances.epsilon * Math.abs(value), 10 * noise * scale),
    low: { step: 0, value, slope },
    high: { step: Infinity, value, slope: Number.NaN },
    evaluations: 0,
    end: 'failed',
  };
  const { low, high } = search;
  let isOver = yield* bracket(search);
  while (!isOver) {
    const width = high.step - low.step;
    isOver = yield* secantTwice(search);
    if (isOver || high.step - low.step <= 0.66 * width) continue;
    const middle = between(low.step, high.step);
    isOver = !(middle > low.step && middle < high.step) || (yield* update(search, middle));
  }
  return search.end;
}

/** Lengthens the step until the function rises, or shortens it until the function is defined. */
function* bracket(search: Search): Part {
  const { start, point, low, high, bound } = search;
  // The shortest step at which the function is not defined.
  let wall = Infinity;
  let step = Math.min(start.step, start.maxStep);
  for (;;) {
    if (yield* probe(search, step)) return true;
    if (!(Number.isFinite(point.value) && Number.isFinite(point.slope))) {
      wall = step;
      step = low.step === 0 ? 0.1 * step : between(low.step, wall);
    } else if (point.slope >= 0) {
      copyPoint(point, high);
      return false;
    } else if (!(point.value <= bound)) {
      copyPoint(point, high);
      return yield* bisect(search);
    } else {
      copyPoint(point, low);
      if (step === start.maxStep) {
        if (isDecrease(search)) search.end = 'max-step';
        return true;
      }
      step = Math.min(5 * step, start.maxStep);
      if (step >= wall) step = between(low.step, wall);
    }
    if (!(step > low.step && step < wall)) return true;
  }
}

/** Two steps of the secant: one through the ends of the bracket, and one through the end that moved and where it was. */
function* secantTwice(search: Search): Part {
  const { low, high } = search;
  const { step: a, slope: slopeA } = low;
  const { step: b, slope: slopeB } = high;
  const first = secant(a, slopeA, b, slopeB);
  if (yield* update(search, first)) return true;
  if (first === high.step) return yield* update(search, secant(b, slopeB, high.step, high.slope));
  if (first === low.step) return yield* update(search, secant(a, slopeA, low.step, low.slope));
  return false;
}

/** Narrows the bracket to one side of a step in it; a step outside is left alone. */
function* update(search: Search, step: number): Part {
  const { point, low, high, bound } = search;
  if (!(step > low.step && step < high.step)) return false;
  if (yield* probe(search, step)) return true;
  if (point.slope >= 0) {
    copyPoint(point, high);
    return false;
  }
  if (point.slope < 0 && point.value <= bound) {
    copyPoint(point, low);
    return false;
  }
  copyPoint(point, high);
  return yield* bisect(search);
}

/** Between an end where the function falls and one where it is too high it rises somewhere: halves until there. */
function* bisect(search: Search): Part {
  const { point, low, high, bound } = search;
  for (;;) {
    const middle = between(low.step, high.step);
    if (!(middle > low.step && middle < high.step)) return true;
    if (yield* probe(search, middle)) return true;
    const isLow = point.slope < 0 && point.value <= bound;
    copyPoint(point, isLow ? low : high);
    if (point.slope >= 0) return false;
  }
}

/** Evaluates at a step, and tells whether that is the one sought or the last one allowed. */
function* probe(search: Search, step: number): Part {
  const { start, point, best, tolerances, bound } = search;
  if (search.evaluations++ >= tolerances.maxEvaluations) return true;
  point.step = step;
  yield;
  const { value, slope } = point;
  if (value < best.value) copyPoint(point, best);
  const { c1, c2 } = tolerances;
  if (value === -Infinity) search.end = 'max-step';
  else if (isDecrease(search) && slope >= c2 * start.slope && slope < Infinity) search.end = 'wolfe';
  else if (value <= bound && isApproximateWolfe(start.slope, slope, c1, c2)) search.end = 'approximate-wolfe';
  return search.end !== 'failed';
}

const isDecrease = ({ start, point, tolerances }: Search): boolean =>
  point.value <= start.value + tolerances.c1 * point.step * start.slope;

const between = (a: number, b: number): number => a + 0.5 * (b - a);

/** Where the line through two slopes is zero. */
const secant = (a: number, slopeA: number, b: number, slopeB: number): number =>
  a - slopeA * ((b - a) / (slopeB - slopeA));
