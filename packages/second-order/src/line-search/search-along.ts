import { evaluateAt, type Request, type Run } from '../problem/run.ts';
import { axpy, dot } from '../vector.ts';
import type { LinePoint, LineSearch, LineSearchEnd } from './line-search.ts';

/** What a method keeps for searches along lines: two arrays, exchanged with those of the run at every step. */
export interface Trial {
  x: Float64Array;
  gradient: Float64Array;
  /** Size of values lately: |f|, halved with each search where a value cancels to almost nothing. */
  scale: number;
  readonly point: LinePoint;
  readonly best: LinePoint;
}

export function newTrial(n: number): Trial {
  return {
    x: new Float64Array(n),
    gradient: new Float64Array(n),
    scale: 0,
    point: { step: 0, value: 0, slope: 0 },
    best: { step: 0, value: 0, slope: 0 },
  };
}

/**
 * Searches along a direction from the present point. Afterwards `trial` holds the accepted point; after `failed`, the lowest
 * one that was seen, if it is lower than the present one at all: `trial.point.step` is 0 if there is none. `adjust` moves points to where
 * they should be, by rounding errors only.
 */
export function* searchAlong(
  run: Run,
  search: LineSearch,
  direction: Float64Array,
  slope: number,
  step: number,
  trial: Trial,
  maxStep: number = 1e20 * step,
  adjust?: (x: Float64Array) => void,
): Generator<Request, LineSearchEnd, void> {
  const { x } = run;
  const { point, best } = trial;
  best.step = 0;
  best.value = run.fun;
  best.slope = slope;
  const size = Math.abs(run.fun);
  // What is not 0, but very small, is not what rounding has left of large values.
  trial.scale = Math.max(size, Math.min(0.5 * trial.scale, 1e10 * size || Infinity));
  const { fun: value, noise } = run;
  const steps = search({ value, slope, step, maxStep, scale: trial.scale, noise }, point, best);
  for (;;) {
    const next = steps.next();
    if (next.done === true) {
      if (next.value !== 'failed' || best.step === point.step) return next.value;
      point.step = best.step;
      point.value = best.value;
      point.slope = best.slope;
      if (best.step > 0) {
        axpy(best.step, direction, x, trial.x);
        adjust?.(trial.x);
        yield evaluateAt(run, trial.x, trial.gradient);
      }
      return 'failed';
    }
    axpy(point.step, direction, x, trial.x);
    adjust?.(trial.x);
    yield evaluateAt(run, trial.x, trial.gradient);
    point.value = run.request.value;
    point.slope = dot(trial.gradient, direction);
    // Where there is no gradient no method can go on, whatever a search makes of the value.
    if (!Number.isFinite(point.slope) && point.value > -Infinity) point.value = Number.NaN;
  }
}
