import type { Trial } from '../line-search/search-along.ts';
import { evaluateAt, type Request, type Run } from '../problem/run.ts';
import { axpy, dot, normInf, scale } from '../vector.ts';

/** How much curvature, relative to the largest, counts as negative and not as rounding. */
export const negligible = 1e-6;

/**
 * Steps from a stationary point along a direction of length 1 and of negative curvature, which is turned downhill. Where it
 * finds a point that is lower by a tenth of what the parabola promises, `trial` holds it; otherwise `trial.point.step` is 0.
 */
export function* leaveSaddle(
  run: Run,
  direction: Float64Array,
  curvature: number,
  trial: Trial,
): Generator<Request, void, void> {
  if (dot(direction, run.gradient) > 0) scale(-1, direction);
  const { point } = trial;
  for (point.step = 0.1 * Math.max(1, normInf(run.x)); point.step > 1e-12; point.step *= 0.25) {
    axpy(point.step, direction, run.x, trial.x);
    yield evaluateAt(run, trial.x, trial.gradient);
    point.value = run.request.value;
    if (point.value <= run.fun + 0.05 * curvature * point.step ** 2 && point.value < run.fun) return;
  }
  point.step = 0;
}
