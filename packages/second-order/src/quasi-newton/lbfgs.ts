import type { LineSearch } from '../line-search/line-search.ts';
import { moreThuenteSteps } from '../line-search/more-thuente.ts';
import { newTrial, searchAlong } from '../line-search/search-along.ts';
import { type Method, minimize } from '../problem/minimize.ts';
import type { AsyncObjective, Objective } from '../problem/objective.ts';
import type { CommonOptions } from '../problem/options.ts';
import type { OptimizeResult } from '../problem/result.ts';
import { accepted, moveTo, type Run, type Steps } from '../problem/run.ts';
import { norm2 } from '../vector.ts';
import { pairMemory } from './pair-memory.ts';

/** Options of {@link lbfgs}. */
export interface LbfgsOptions extends CommonOptions {
  /** Number of steps whose curvature is remembered: an integer of at least 1; default 10. */
  readonly memory?: number | undefined;
}

/**
 * Limited-memory BFGS: the inverse of the Hessian is known from the last few steps alone.
 *
 * @example
 * ```ts
 * import { lbfgs } from '@gradkit/second-order';
 * const result = lbfgs(
 *   (x, gradient) => {
 *     gradient[0] = 2 * (x[0] - 3);
 *     return (x[0] - 3) ** 2;
 *   },
 *   [0],
 * );
 * console.log(result.status, result.x[0]); // gtol 3
 * ```
 */
export function lbfgs(
  objective: AsyncObjective,
  x0: ArrayLike<number>,
  options?: LbfgsOptions,
): Promise<OptimizeResult>;
export function lbfgs(objective: Objective, x0: ArrayLike<number>, options?: LbfgsOptions): OptimizeResult;
export function lbfgs(
  objective: Objective | AsyncObjective,
  x0: ArrayLike<number>,
  options: LbfgsOptions = {},
): OptimizeResult | Promise<OptimizeResult> {
  const { memory } = options;
  const method: Method = { name: 'lbfgs', keys: ['memory'], steps: (run) => lbfgsSteps(run, memory, undefined) };
  return minimize(method, objective, x0, options);
}

const search: LineSearch = (start, point, best) =>
  moreThuenteSteps(start, point, best, { c1: 1e-3, c2: 0.9, uphill: Infinity, width: 0.1, maxEvaluations: 40 });

function* lbfgsSteps(run: Run, memory: number | undefined, scale: number | undefined): Steps {
  // Nothing is known of the scale at first: the first step to try has length 1.
  const pairs = pairMemory(run.n, memory ?? (run.n > 1000 ? 10 : 20), scale ?? 1 / norm2(run.gradient));
  const trial = newTrial(run.n);
  const direction = new Float64Array(run.n);
  run.inverseHessian = pairs.operator;
  let failures = 0;
  for (;;) {
    const slope = pairs.multiply(-1, run.gradient, direction);
    const end = slope < 0 ? yield* searchAlong(run, search, direction, slope, 1, trial) : 'failed';
    failures = end === 'failed' ? failures + 1 : 0;
    const isMove = slope < 0 && trial.point.step > 0;
    if (isMove) {
      const { x, gradient } = run;
      run.step = trial.point.step;
      moveTo(run, trial.x, trial.point.value, trial.gradient);
      trial.x = x;
      trial.gradient = gradient;
      yield accepted(run);
      if (end === 'max-step') return 'unbounded';
      if (!pairs.add(run.x, x, run.gradient, gradient)) run.nskip++;
    }
    if (end !== 'failed') continue;
    if (failures > 1 || pairs.count === 0) return 'line-search-failed';
    pairs.clear();
    run.nrestart++;
  }
}
