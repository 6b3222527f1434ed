import { ArgumentError, describe } from '@gradkit/core';
import type { LineSearch } from '../line-search/line-search.ts';
import { moreThuenteSteps } from '../line-search/more-thuente.ts';
import { newTrial, searchAlong } from '../line-search/search-along.ts';
import { type Bounds, type Box, boxOf, project } from '../problem/bounds.ts';
import { type Method, minimize } from '../problem/minimize.ts';
import type { AsyncObjective, Objective } from '../problem/objective.ts';
import type { CommonOptions, Settings } from '../problem/options.ts';
import type { OptimizeResult } from '../problem/result.ts';
import { accepted, moveTo, type Run, type Steps } from '../problem/run.ts';
import { dot, norm2, normInf } from '../vector.ts';
import { cauchySearch } from './cauchy-point.ts';
import { compactHessian } from './compact-hessian.ts';
import { subspaceStep } from './subspace-step.ts';

/** Options of {@link lbfgsb}. */
export interface LbfgsbOptions extends CommonOptions {
  /** The least and the greatest value of each variable; null, or infinity, for none. By default there are no bounds. */
  readonly bounds?: Bounds | undefined;
  /** Number of steps whose curvature is remembered: an integer of at least 1; default 10, and 20 for up to 1,000 variables. */
  readonly memory?: number | undefined;
}

/**
 * L-BFGS within bounds: each iteration finds which bounds hold along the path of steepest descent, then minimises its quadratic model in the
 * other variables.
 *
 * ```text
 * minimise f(x),   lower ≤ x ≤ upper
 * xᶜ   the first minimum of the model m along P(x − t·∇f), t ≥ 0        P: projection onto the bounds
 * x̄    the minimum of m over the variables that xᶜ has not at a bound, projected
 * x ← x + α·(x̄ − x)                                                     α from a line search, as far as the bounds allow
 * ```
 *
 * The function is evaluated within the bounds only; a start outside is moved to the nearest point inside. `gradNorm` and `gtol` are about the
 * projected gradient `x − P(x − ∇f)`. Variables whose bounds are the same are constants. Without bounds this is the method `lbfgs`,
 * which costs less then.
 *
 * @throws ArgumentError when an option, the objective or the start is not what it should be
 * @see Byrd, Lu, Nocedal and Zhu, A limited memory algorithm for bound constrained optimization, SIAM Journal on Scientific Computing 16,
 * 1995; Morales and Nocedal, Remark on algorithm 778, ACM Transactions on Mathematical Software 38, 2011
 * @example
 * ```ts
 * import { lbfgsb } from '@gradkit/second-order';
 * // (x₁ − 1)² + (x₂ − 3)², where x₂ may be 2 at most.
 * const objective = (x: Float64Array, gradient: Float64Array) => {
 *   const [a, b] = [x[0] - 1, x[1] - 3];
 *   gradient[0] = 2 * a;
 *   gradient[1] = 2 * b;
 *   return a * a + b * b;
 * };
 * const { x, status } = lbfgsb(objective, [5, 0], { bounds: [[null, null], [0, 2]] });
 * console.log(status, x); // gtol Float64Array(2) [ 1, 2 ]
 * ```
 */
export function lbfgsb(
  objective: AsyncObjective,
  x0: ArrayLike<number>,
  options?: LbfgsbOptions,
): Promise<OptimizeResult>;
export function lbfgsb(objective: Objective, x0: ArrayLike<number>, options?: LbfgsbOptions): OptimizeResult;
export function lbfgsb(
  objective: Objective | AsyncObjective,
  x0: ArrayLike<number>,
  options: LbfgsbOptions = {},
): OptimizeResult | Promise<OptimizeResult> {
  const where = 'lbfgsb';
  const { bounds, memory = (x0?.length ?? 0) > 1000 ? 10 : 20 } = options ?? {};
  if (!(Number.isSafeInteger(memory) && memory > 0)) {
    throw new ArgumentError(`${where}: memory must be an integer of at least 1, got ${describe(memory)}.`);
  }
  const box = boxOf(where, x0?.length ?? 0, bounds);
  const method: Method = {
    name: where,
    keys: ['bounds', 'memory'],
    project: (x) => project(x, box),
    measure: (run, settings) => projectedNorm(run, settings, box),
    steps: (run) => lbfgsbSteps(run, box, memory),
  };
  return minimize(method, objective, x0, options);
}

/** Norm of x − P(x − ∇f): the gradient, but for what bounds forbid. */
function projectedNorm({ x, gradient }: Run, { gnorm }: Settings, { lower, upper }: Box): number {
  let largest = 0;
  let squares = 0;
  for (let i = 0; i < x.length; i++) {
    const g = gradient[i];
    const size = g < 0 ? Math.min(-g, upper[i] - x[i]) : g > 0 ? Math.min(g, x[i] - lower[i]) : Math.abs(g);
    if (!(size <= largest)) largest = size;
    squares += size * size;
  }
  return gnorm === 'inf' ? largest : Math.sqrt(squares);
}

const search: LineSearch = (start, point, best) =>
  moreThuenteSteps(start, point, best, { c1: 1e-3, c2: 0.9, width: 0.1, maxEvaluations: 40 });

function* lbfgsbSteps(run: Run, box: Box, memory: number): Steps {
  const { n } = run;
  const isBoxed = box.lower.every((low, i) => low > -Infinity && box.upper[i] < Infinity);
  const isBounded = box.lower.some((low, i) => low > -Infinity || box.upper[i] < Infinity);
  const hessian = compactHessian(n, memory);
  const cauchy = cauchySearch(hessian, box, memory);
  const subspace = subspaceStep(hessian, cauchy, box, memory);
  const trial = newTrial(n);
  const direction = new Float64Array(n);
  const snap = isBounded ? (x: Float64Array): void => snapTo(x, box) : undefined;
  const scaled = new Float64Array(n);
  let unit = 1;
  let failures = 0;
  for (;;) {
    // Where squares of the gradient leave the range of numbers, models are in units of a power of two, without rounding errors.
    const size = normInf(run.gradient);
    if (!(unit * size > 2 ** -300 && unit * size < 2 ** 300)) {
      unit = 2 ** -Math.max(-1022, Math.min(1022, Math.floor(Math.log2(size))));
      hessian.clear();
    }
    for (let i = 0; i < n; i++) scaled[i] = unit * run.gradient[i];
    cauchy.find(run.x, scaled);
    subspace(run.x, scaled, direction);
    const slope = dot(direction, run.gradient);
    const isFirst = hessian.size === 0;
    const most = isBounded ? (run.nit === 0 ? 1 : longest(run.x, direction, box)) : Infinity;
    const step = isFirst && !isBoxed ? Math.min(1 / norm2(direction), most) : Math.min(1, most);
    const canSearch = slope < 0 && step > 0;
    const maxStep = Math.min(most, 1e20 * step);
    const end = canSearch ? yield* searchAlong(run, search, direction, slope, step, trial, maxStep, snap) : 'failed';
    if (canSearch && trial.point.step > 0) {
      const { x, gradient } = run;
      run.step = trial.point.step;
      moveTo(run, trial.x, trial.point.value, trial.gradient);
      trial.x = x;
      trial.gradient = gradient;
      yield accepted(run);
      if (end === 'max-step' && trial.point.step < most) return 'unbounded';
      if (!hessian.add(run.x, x, run.gradient, gradient, unit)) run.nskip++;
    }
    failures = end === 'failed' ? failures + 1 : 0;
    if (end !== 'failed') continue;
    if (failures > 1 || hessian.size === 0) return 'line-search-failed';
    hessian.clear();
    run.nrestart++;
  }
}

/** The longest step along a direction that no bound forbids. */
function longest(x: Float64Array, direction: Float64Array, { lower, upper }: Box): number {
  let most = Infinity;
  for (let i = 0; i < x.length; i++) {
    const d = direction[i];
    if (d === 0) continue;
    most = Math.min(most, ((d < 0 ? lower[i] : upper[i]) - x[i]) / d);
  }
  return most;
}

/** Brings what rounding has put beside a bound onto it. */
function snapTo(x: Float64Array, { lower, upper }: Box): void {
  for (let i = 0; i < x.length; i++) {
    const slack = 2 ** -51 * Math.abs(x[i]);
    if (x[i] <= lower[i] + slack) x[i] = lower[i];
    else if (x[i] >= upper[i] - slack) x[i] = upper[i];
  }
}
