import type { LineSearch, LineSearchEnd } from '../line-search/line-search.ts';
import { moreThuenteSteps } from '../line-search/more-thuente.ts';
import { searchAlong, type Trial } from '../line-search/search-along.ts';
import { accepted, moveTo, type Request, type Run } from '../problem/run.ts';
import { dot, negate, norm2, scale } from '../vector.ts';

/** The search along directions of Newton's kind: it also lengthens steps that a modified Hessian makes too short. */
const newtonSearch: LineSearch = (start, point, best) =>
  moreThuenteSteps(start, point, best, { c1: 1e-4, c2: 0.9, width: 0.1, maxEvaluations: 40 });

/**
 * Searches along a direction, and along the gradient if there is no lower point on it. `trial.point.step` is 0 if there is
 * none on either.
 */
export function* searchDown(run: Run, direction: Float64Array, trial: Trial): Generator<Request, LineSearchEnd, void> {
  const slope = dot(direction, run.gradient);
  if (slope < 0) {
    const end = yield* searchAlong(run, newtonSearch, direction, slope, 1, trial);
    if (end !== 'failed' || trial.point.step > 0) return end;
  }
  run.nrestart++;
  const length = norm2(run.gradient);
  negate(run.gradient, direction);
  scale(1 / length, direction);
  return yield* searchAlong(run, newtonSearch, direction, -length, 1, trial);
}

/**
 * Whether a stationary point is looked at again: after steps always; at the start if that takes no evaluations, so that a
 * start that is a minimum takes one.
 */
export const confirms = ({ nit, hasHessian, hasProduct }: Run): boolean => nit > 0 || hasHessian || hasProduct;

/** Makes the point that was found the present one. */
export function take(run: Run, trial: Trial): Request {
  const { x, gradient } = run;
  run.step = trial.point.step;
  moveTo(run, trial.x, trial.point.value, trial.gradient);
  trial.x = x;
  trial.gradient = gradient;
  return accepted(run);
}
