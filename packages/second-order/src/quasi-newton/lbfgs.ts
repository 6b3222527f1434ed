import { ArgumentError, describe } from '@gradkit/core';
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
  /** Number of steps whose curvature is remembered: an integer of at least 1; default 10, and 30 for up to 1,000 variables. */
  readonly memory?: number | undefined;
  /**
   * The line search, such as `hagerZhangSearch()`; by default that of Moré and Thuente with c1 = 1e-3, c2 = 0.9, and no limit
   * to slopes uphill.
   */
  readonly lineSearch?: LineSearch | undefined;
  /**
   * The inverse Hessian before anything is known of it, in multiples of the identity: above 0; default 1/‖∇f‖, for a first step
   * of length 1.
   */
  readonly initialInverseHessianScale?: number | undefined;
}

/**
 * Limited-memory BFGS: approximates the inverse of the Hessian by the last few steps and changes of the gradient.
 *
 * ```text
 * d = −H·∇f,   x ← x + α·d          α from a line search, 1 as a rule
 * s = α·d,   y = change of ∇f,   ρ = 1/(s·y)
 * H ← (I − ρ·s·yᵀ)·H·(I − ρ·y·sᵀ) + ρ·s·sᵀ        for each remembered pair, the oldest first, from H = (s·y)/(y·y)·I of the newest
 * ```
 *
 * Needs 2·`memory` + 5 vectors, and about 8·`memory` operations on each variable in an iteration: the method for many
 * variables, and one for few. A pair is left out (`nskip`) where s·y ≤ 1e-10·‖s‖·‖y‖. If a search fails all pairs are forgotten
 * and it is tried along −∇f once (`nrestart`).
 *
 * @param objective value and gradient: see {@link Objective}; if it returns promises, so does the method
 * @param x0 where to start: it is not written to
 * @param options `memory` (10, or 30 for up to 1,000 variables), `lineSearch`, `initialInverseHessianScale` and those of all
 * methods: see {@link CommonOptions}
 * @throws ArgumentError when an option, the objective or the start is not what it should be
 * @see Liu and Nocedal, On the limited memory BFGS method for large scale optimization, Mathematical Programming 45, 1989;
 * Nocedal and Wright, Numerical optimization, 2006, algorithm 7.5
 * @example
 * ```ts
 * import { lbfgs } from '@gradkit/second-order';
 * const rosenbrock = (x: Float64Array, gradient: Float64Array) => {
 *   const [a, b] = [1 - x[0], x[1] - x[0] ** 2];
 *   gradient[0] = -2 * a - 400 * x[0] * b;
 *   gradient[1] = 200 * b;
 *   return a * a + 100 * b * b;
 * };
 * const { x, status, nfev } = lbfgs(rosenbrock, [-1.2, 1], { gtol: 1e-8 });
 * console.log(x, status, nfev); // both 1, gtol, 45
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
  const { memory, lineSearch = weakSearch, initialInverseHessianScale: scale } = options ?? {};
  const where = 'lbfgs';
  const isCount = memory === undefined || (Number.isSafeInteger(memory) && memory > 0);
  if (!isCount) throw new ArgumentError(`${where}: memory must be an integer of at least 1, got ${describe(memory)}.`);
  if (typeof lineSearch !== 'function') {
    throw new ArgumentError(
      `${where}: lineSearch must be a line search such as hagerZhangSearch(), got ${describe(lineSearch)}.`,
    );
  }
  if (scale !== undefined && !(Number.isFinite(scale) && scale > 0)) {
    throw new ArgumentError(`${where}: initialInverseHessianScale must be above 0, got ${describe(scale)}.`);
  }
  const method: Method = {
    name: where,
    keys: ['memory', 'lineSearch', 'initialInverseHessianScale'],
    steps: (run) => lbfgsSteps(run, memory, lineSearch, scale),
  };
  return minimize(method, objective, x0, options);
}

const weakSearch: LineSearch = (start, point, best) =>
  moreThuenteSteps(start, point, best, { c1: 1e-3, c2: 0.9, uphill: Infinity, width: 0.1, maxEvaluations: 40 });

function* lbfgsSteps(run: Run, memory: number | undefined, search: LineSearch, scale: number | undefined): Steps {
  // Nothing is known of the scale at first: the first step to try has length 1.
  const pairs = pairMemory(run.n, memory ?? (run.n > 1000 ? 10 : 30), scale ?? 1 / norm2(run.gradient));
  const trial = newTrial(run.n);
  const direction = new Float64Array(run.n);
  run.inverseHessian = pairs.operator;
  let failures = 0;
  // Steps since value or gradient were lower than ever before: where rounding decides, there is no end to them.
  let idle = 0;
  let lowest = run.fun;
  let smallest = run.gradNorm;
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
      if (!pairs.add(run.x, x, run.gradient, gradient)) run.nskip++;
      yield accepted(run);
      if (end === 'max-step') return 'unbounded';
      idle = run.fun < lowest || run.gradNorm < smallest ? 0 : idle + 1;
      lowest = Math.min(lowest, run.fun);
      smallest = Math.min(smallest, run.gradNorm);
      if (idle > 50) return 'line-search-failed';
    }
    if (end !== 'failed') continue;
    if (failures > 1 || pairs.count === 0) return 'line-search-failed';
    pairs.clear();
    run.nrestart++;
  }
}
