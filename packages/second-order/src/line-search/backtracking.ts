import {
  copyPoint,
  isApproximateWolfe,
  isNoise,
  type LinePoint,
  type LineStart,
  type LineSteps,
} from './line-search.ts';

/** Tolerances of {@link backtrackingSteps}. */
export interface BacktrackingTolerances {
  /** Sufficient decrease: the value falls by at least `c1` times what the slope at 0 promises; 1e-4. */
  readonly c1: number;
  /** The least and the most of a step that is kept when it is shortened; 0.1 and 0.5. */
  readonly shortest: number;
  readonly longest: number;
  /** Most evaluations; 30. */
  readonly maxEvaluations: number;
}

/**
 * The search of Armijo: shortens the step to the minimum of the polynomial through what is known, until the value has fallen enough.
 * Slopes at trial points are not needed, NaN will do; where they are known they decide when rounding hides the difference of values.
 */
export function* backtrackingSteps(
  start: LineStart,
  point: LinePoint,
  best: LinePoint,
  { c1, shortest, longest, maxEvaluations }: BacktrackingTolerances,
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
    if (value <= f0 + c1 * step * g0) {
      return step === start.maxStep && point.slope <= c1 * g0 ? 'max-step' : 'decrease';
    }
    if (isNoise(value - f0, start) && isApproximateWolfe(g0, point.slope, c1, 0.9)) return 'approximate-wolfe';
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
