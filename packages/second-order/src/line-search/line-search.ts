/** A point on a line: where, and what the function and its slope are there. */
export interface LinePoint {
  step: number;
  value: number;
  slope: number;
}

/**
 * How a line search ended. With `wolfe` and `approximate-wolfe` the conditions hold at the last point that was evaluated;
 * `max-step` says that the function still falls there, at the longest step that is allowed; `failed` leaves what it found in `best`.
 */
export type LineSearchEnd = 'wolfe' | 'approximate-wolfe' | 'max-step' | 'failed';

/** What a line search starts from. */
export interface LineStart {
  /** Value and slope at 0; the slope is negative. */
  readonly value: number;
  readonly slope: number;
  /** The first step to try, above 0. */
  readonly step: number;
  /** The longest step allowed. */
  readonly maxStep: number;
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
