import { ArgumentError, describe } from '@gradkit/core';
import type { LineSearch, LineSearchEnd } from '../line-search/line-search.ts';
import { moreThuenteSteps } from '../line-search/more-thuente.ts';
import { newTrial, searchAlong } from '../line-search/search-along.ts';
import { type Method, minimize } from '../problem/minimize.ts';
import type { AsyncObjective, Objective } from '../problem/objective.ts';
import type { CommonOptions } from '../problem/options.ts';
import type { OptimizeResult } from '../problem/result.ts';
import { accepted, moveTo, type Run, type Steps } from '../problem/run.ts';
import { axpy, dot, norm2, scale } from '../vector.ts';
import { inverseHessian } from './inverse-hessian.ts';

/** Options of {@link bfgs}. */
export interface BfgsOptions extends CommonOptions {
  /**
   * The inverse Hessian to begin with: n² numbers, row by row, of a symmetric and positive definite matrix. By default
   * `'scaled'`: the identity, times a factor that follows the curvature along the last step.
   */
  readonly initialInverseHessian?: Float64Array | 'scaled' | undefined;
}

/**
 * BFGS: Newton's method with an inverse Hessian that is learned from the changes of the gradient. It keeps n² numbers and
 * takes O(n²) operations in an iteration: for up to some thousands of variables; `lbfgs` beyond.
 *
 * ```text
 * d = −H·g                 x ← x + α·d      α by the line search of Moré and Thuente with the weak conditions of Wolfe
 * s = α·d   y = g⁺ − g     H ← (I − s·yᵀ/sᵀy)·H·(I − y·sᵀ/sᵀy) + s·sᵀ/sᵀy      if sᵀy > 10⁻¹⁰·‖s‖·‖y‖
 * ```
 *
 * The first step has length 1; later 1 is the first α, or less while the scaled identity makes up most of H and values fall by
 * less than that promises. When no step along d lowers the value, H starts anew. At the end `inverseHessian` of the result
 * multiplies by H.
 *
 * @throws ArgumentError when an option is wrong
 * @see Nocedal and Wright, Numerical optimization, 2006, algorithm 6.1
 * @see Moré and Thuente, Line search algorithms with guaranteed sufficient decrease, ACM Transactions on Mathematical Software
 * 20, 1994
 * @example
 * ```ts
 * import { bfgs } from '@gradkit/second-order';
 * const result = bfgs(
 *   (x, gradient) => {
 *     gradient[0] = 4 * x[0] * (x[0] ** 2 - 2);
 *     return (x[0] ** 2 - 2) ** 2;
 *   },
 *   [1],
 * );
 * console.log(result.status, result.x[0]); // gtol 1.4142…
 * ```
 */
export function bfgs(objective: AsyncObjective, x0: ArrayLike<number>, options?: BfgsOptions): Promise<OptimizeResult>;
export function bfgs(objective: Objective, x0: ArrayLike<number>, options?: BfgsOptions): OptimizeResult;
export function bfgs(
  objective: Objective | AsyncObjective,
  x0: ArrayLike<number>,
  options: BfgsOptions = {},
): OptimizeResult | Promise<OptimizeResult> {
  const method: Method = {
    name: 'bfgs',
    keys: ['initialInverseHessian'],
    steps: (run) => bfgsSteps(run, givenMatrix(run.n, options.initialInverseHessian)),
  };
  return minimize(method, objective, x0, options);
}

/** The matrix that a caller gives to begin with, checked; nothing for `'scaled'`. */
function givenMatrix(n: number, given: Float64Array | 'scaled' | undefined): Float64Array | undefined {
  if (given === undefined || given === 'scaled') return undefined;
  const wants = `bfgs: initialInverseHessian must be "scaled" or a Float64Array of ${n} · ${n} numbers, row by row`;
  if (!(given instanceof Float64Array) || given.length !== n * n) {
    throw new ArgumentError(`${wants}, got ${describe(given)}.`);
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const [a, b] = [given[i * n + j], given[j * n + i]];
      const size = Math.sqrt(given[i * n + i] * given[j * n + j]);
      const isPositive = i === j ? a > 0 : Math.abs(a) < size;
      if (isPositive && Number.isFinite(a) && Math.abs(a - b) <= 1e-8 * size) continue;
      throw new ArgumentError(
        `${wants}, of a symmetric and positive definite matrix: numbers [${i}, ${j}] and [${j}, ${i}] are ${a} and ${b}.`,
      );
    }
  }
  return given;
}

const search: LineSearch = (start, point, best) =>
  moreThuenteSteps(start, point, best, { c1: 1e-4, c2: 0.9, uphill: Infinity, width: 0.1, maxEvaluations: 40 });

function* bfgsSteps(run: Run, given: Float64Array | undefined): Steps {
  const { n } = run;
  const inverse = inverseHessian(n, given);
  const trial = newTrial(n);
  const direction = new Float64Array(n);
  const change = new Float64Array(n);
  run.inverseHessian = inverse.operator;
  let isFresh = given === undefined;
  let before = run.fun;
  let failures = 0;
  for (;;) {
    const untaught = inverse.apply(run.gradient, direction);
    // A first step has length 1 whatever the units of the function.
    scale(isFresh ? -1 / norm2(direction) : -1, direction);
    const slope = dot(direction, run.gradient);
    let end: LineSearchEnd = 'failed';
    if (slope < 0) {
      const guess = (2.02 * (run.fun - before)) / slope;
      const first = !isFresh && untaught > 0.5 && guess > 0 && guess < 1 ? guess : 1;
      end = yield* searchAlong(run, search, direction, slope, first, trial);
    }
    failures = end === 'failed' ? failures + 1 : 0;
    const wasFresh = isFresh;
    if (slope < 0 && trial.point.step > 0) {
      const { x, gradient } = run;
      run.step = trial.point.step;
      before = run.fun;
      axpy(-1, gradient, trial.gradient, change);
      scale(run.step, direction);
      moveTo(run, trial.x, trial.point.value, trial.gradient);
      trial.x = x;
      trial.gradient = gradient;
      if (inverse.update(direction, change)) isFresh = false;
      else run.nskip++;
      yield accepted(run);
      if (end === 'max-step') return 'unbounded';
    }
    if (end !== 'failed') continue;
    if (wasFresh || failures > 1) return 'line-search-failed';
    inverse.reset();
    isFresh = true;
    run.nrestart++;
  }
}
