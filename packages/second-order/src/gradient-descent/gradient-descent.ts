import { ArgumentError, describe } from '@gradkit/core';
import { backtrackingSearch } from '../line-search/backtracking.ts';
import type { LineSearch, LineSearchEnd, LineSteps } from '../line-search/line-search.ts';
import { newTrial, searchAlong } from '../line-search/search-along.ts';
import { type Method, minimize } from '../problem/minimize.ts';
import type { AsyncObjective, Objective } from '../problem/objective.ts';
import type { CommonOptions } from '../problem/options.ts';
import type { OptimizeResult } from '../problem/result.ts';
import { accepted, moveTo, type Run, type Steps } from '../problem/run.ts';
import { dot, negate, norm2, scale } from '../vector.ts';

/** Options of {@link gradientDescent}. */
export interface GradientDescentOptions extends CommonOptions {
  /** A constant step, above 0, without a line search. By default the step is searched. */
  readonly learningRate?: number | undefined;
  /** The line search; default `backtrackingSearch()`. */
  readonly lineSearch?: LineSearch | undefined;
}

/**
 * Gradient descent: steps along the negative gradient. The baseline that other methods are compared with.
 *
 * ```text
 * x ← x − α·∇f(x)
 * α = learningRate, or found by a line search that first tries s·y/y·y of the step before (Barzilai and Borwein)
 * ```
 *
 * With a constant `learningRate` the value may rise, too; the run ends as `line-search-failed` where it is no longer finite.
 * Without, the value falls at every step.
 *
 * @param objective value and gradient: see {@link Objective}; if it returns promises, so does the method
 * @param x0 where to start: it is not written to
 * @param options `learningRate`, `lineSearch` (`backtrackingSearch()`) and those of all methods: see {@link CommonOptions}
 * @throws ArgumentError when an option, the objective or the start is not what it should be
 * @see Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, Comptes rendus 25, 1847; Barzilai and
 * Borwein, Two-point step size gradient methods, IMA Journal of Numerical Analysis 8, 1988
 * @example
 * ```ts
 * import { gradientDescent } from '@gradkit/second-order';
 * const bowl = (x: Float64Array, gradient: Float64Array) => {
 *   gradient[0] = 2 * x[0];
 *   gradient[1] = 8 * x[1];
 *   return x[0] ** 2 + 4 * x[1] ** 2;
 * };
 * console.log(gradientDescent(bowl, [5, 1]).status, gradientDescent(bowl, [5, 1], { learningRate: 0.1 }).nit); // gtol 62
 * ```
 */
export function gradientDescent(
  objective: AsyncObjective,
  x0: ArrayLike<number>,
  options?: GradientDescentOptions,
): Promise<OptimizeResult>;
export function gradientDescent(
  objective: Objective,
  x0: ArrayLike<number>,
  options?: GradientDescentOptions,
): OptimizeResult;
export function gradientDescent(
  objective: Objective | AsyncObjective,
  x0: ArrayLike<number>,
  options: GradientDescentOptions = {},
): OptimizeResult | Promise<OptimizeResult> {
  const where = 'gradientDescent';
  const { learningRate, lineSearch } = options ?? {};
  if (learningRate !== undefined && !(Number.isFinite(learningRate) && learningRate > 0)) {
    throw new ArgumentError(`${where}: learningRate must be a number above 0, got ${describe(learningRate)}.`);
  }
  if (lineSearch !== undefined && typeof lineSearch !== 'function') {
    throw new ArgumentError(
      `${where}: lineSearch must be a line search such as backtrackingSearch(), got ${describe(lineSearch)}.`,
    );
  }
  if (learningRate !== undefined && lineSearch !== undefined) {
    throw new ArgumentError(`${where}: with a constant learningRate there is no lineSearch; give one of them.`);
  }
  const search = lineSearch ?? (learningRate === undefined ? backtrackingSearch() : constantStep);
  const method: Method = {
    name: where,
    keys: ['learningRate', 'lineSearch'],
    steps: (run) => descentSteps(run, search, learningRate),
  };
  return minimize(method, objective, x0, options);
}

/** Takes the first step, wherever it leads. */
function* constantStep({ step }: { readonly step: number }, point: { step: number; value: number }): LineSteps {
  point.step = step;
  yield;
  return Number.isFinite(point.value) ? 'decrease' : 'failed';
}

function* descentSteps(run: Run, search: LineSearch, learningRate: number | undefined): Steps {
  const trial = newTrial(run.n);
  const direction = new Float64Array(run.n);
  // A first step has length 1 whatever the units of the function.
  let first = learningRate ?? 1 / norm2(run.gradient);
  let end: LineSearchEnd;
  do {
    negate(run.gradient, direction);
    const squares = dot(direction, direction);
    // Where squares of the gradient leave the range of numbers, the direction has length 1.
    const length = squares > 0 && squares < Infinity ? 1 : norm2(direction);
    if (length !== 1) scale(1 / length, direction);
    const slope = length === 1 ? -squares : -length;
    end = yield* searchAlong(run, search, direction, slope, first * length, trial);
    const { value } = trial.point;
    const step = trial.point.step / length;
    if (end === 'failed' && step === 0) break;
    const { x, gradient } = run;
    run.step = step;
    moveTo(run, trial.x, value, trial.gradient);
    trial.x = x;
    trial.gradient = gradient;
    yield accepted(run);
    if (end === 'max-step') return 'unbounded';
    const next = shortStep(step, gradient, run.gradient);
    first = learningRate ?? (next > 0 && next < 10 * step ? next : 10 * step);
  } while (end !== 'failed');
  return 'line-search-failed';
}

/** s·y/y·y for s = −`step`·`before` and y = `after` − `before`: negative where the curvature is. */
function shortStep(step: number, before: Float64Array, after: Float64Array): number {
  let product = 0;
  let squares = 0;
  for (let i = 0; i < before.length; i++) {
    const change = after[i] - before[i];
    product -= before[i] * change;
    squares += change * change;
  }
  return step * (product / squares);
}
