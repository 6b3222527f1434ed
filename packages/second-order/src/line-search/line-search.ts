/** A point on a line: where, and what the function and its slope are there. */
export interface LinePoint {
  step: number;
  value: number;
  slope: number;
}

/**
 * How a line search ended. With `wolfe` and `approximate-wolfe` the conditions hold at the last point that was evaluated, with
 * `decrease` that of sufficient decrease alone; `max-step` says that the function still falls there, at the longest step that
 * is allowed; `failed` leaves what it found in `best`.
 */
export type LineSearchEnd = 'wolfe' | 'approximate-wolfe' | 'decrease' | 'max-step' | 'failed';

/** What a line search starts from. */
export interface LineStart {
  /** Value and slope at 0; the slope is negative. */
  readonly value: number;
  readonly slope: number;
  /** The first step to try, above 0. */
  readonly step: number;
  /** The longest step allowed. */
  readonly maxStep: number;
  /** Size of the values that are added up to those on the line: |φ(0)|, or more where much of it cancels. */
  readonly scale: number;
  /** Relative accuracy of values. */
  readonly noise: number;
}

/**
 * A line search that asks: it sets `point.step`, yields, and finds `value` and `slope` there when it goes on.
 * A value or slope that is not finite says that the function ends before that step.
 */
export type LineSteps = Generator<void, LineSearchEnd, void>;

/** A line search with its tolerances fixed: of `best` it keeps the lowest point it has seen. */
export type LineSearch = (start: LineStart, point: LinePoint, best: LinePoint) => LineSteps;

/** Writes one point over another. */
export function copyPoint(from: LinePoint, to: LinePoint): void {
  to.step = from.step;
  to.value = from.value;
  to.slope = from.slope;
}

/** Whether rounding hides the difference of two values. */
export const isNoise = (difference: number, { noise, scale }: LineStart): boolean =>
  Math.abs(difference) <= 10 * noise * scale;

/**
 * The approximate Wolfe conditions on slopes: for a parabola the same as those of Wolfe, but they hold where rounding hides by
 * how much the value falls.
 * @see Hager and Zhang, A new conjugate gradient method with guaranteed descent and an efficient line search, SIAM Journal on
 * Optimization 16, 2005
 */
export const isApproximateWolfe = (g0: number, slope: number, c1: number, c2: number): boolean =>
  slope >= c2 * g0 && slope <= (2 * c1 - 1) * g0;
