import type { LineSearch, LineSearchEnd } from '../line-search/line-search.ts';
import { moreThuenteSteps } from '../line-search/more-thuente.ts';
import { newTrial, searchAlong } from '../line-search/search-along.ts';
import { type Method, minimize } from '../problem/minimize.ts';
import type { AsyncObjective, Objective } from '../problem/objective.ts';
import { type CommonOptions, checkAtLeast, checkChoice } from '../problem/options.ts';
import type { OptimizeResult } from '../problem/result.ts';
import { accepted, moveTo, type Run, type Steps } from '../problem/run.ts';
import { dot, norm2 } from '../vector.ts';
import { type Beta, type BetaRule, betaRules, type Products } from './beta-rules.ts';

/** Options of {@link conjugateGradient}. */
export interface ConjugateGradientOptions extends CommonOptions {
  /** The rule for β; default `'hager-zhang'`. */
  readonly beta?: Beta | undefined;
  /**
   * Steps after which the direction is the negative gradient again, at least 1; default never for `'hager-zhang'` and
   * `'polak-ribiere+'`, the number of variables for the others.
   */
  readonly restart?: number | undefined;
}

/**
 * Nonlinear conjugate gradients: each direction is the negative gradient, turned by the one before. It keeps four vectors and
 * no matrix, and takes more evaluations than `lbfgs`.
 *
 * ```text
 * x ← x + α·d     d ← −g⁺ + β·d     y = g⁺ − g
 * hager-zhang       β = max((y − θ·d·yᵀy/dᵀy)ᵀg⁺ / dᵀy, η·dᵀg/dᵀd)     θ = 1, η = 0.4
 * polak-ribiere+    β = max(yᵀg⁺/gᵀg, 0)
 * fletcher-reeves   β = g⁺ᵀg⁺/gᵀg
 * hestenes-stiefel  β = yᵀg⁺/dᵀy
 * dai-yuan          β = g⁺ᵀg⁺/dᵀy
 * ```
 *
 * All begin anew after `restart` steps, when |g⁺ᵀg| ≥ 0.4·g⁺ᵀg⁺, and when d would not fall enough: dᵀg⁺ > −0.01·g⁺ᵀg⁺. α fulfils the strong
 * conditions of Wolfe by the search of Moré and Thuente, with c₂ = 0.3, or 0.01 after a step on which the function was a
 * parabola up to 10⁻⁴.
 *
 * @throws ArgumentError when an option is wrong
 * @see Hager and Zhang, A survey of nonlinear conjugate gradient methods, Pacific Journal of Optimization 2, 2006: any θ > ¼ descends
 * @see Dai and Kou, A nonlinear conjugate gradient algorithm with an optimal property and an improved Wolfe line search, SIAM Journal on
 * Optimization 23, 2013: θ = 1
 * @see Hager and Zhang, The limited memory conjugate gradient method, SIAM Journal on Optimization 23, 2013: η
 * @see Gilbert and Nocedal, Global convergence properties of conjugate gradient methods for optimization, SIAM Journal on
 * Optimization 2, 1992: β ≥ 0 and sufficient descent
 * @see Powell, Restart procedures for the conjugate gradient method, Mathematical Programming 12, 1977
 * @example
 * ```ts
 * import { conjugateGradient } from '@gradkit/second-order';
 * const result = conjugateGradient(
 *   (x, gradient) => {
 *     gradient[0] = 2 * (x[0] - 3) + x[1];
 *     gradient[1] = 4 * x[1] + x[0];
 *     return (x[0] - 3) ** 2 + 2 * x[1] ** 2 + x[0] * x[1];
 *   },
 *   [0, 0],
 * );
 * console.log(result.status, result.x[1]); // gtol -0.857142…
 * ```
 */
export function conjugateGradient(
  objective: AsyncObjective,
  x0: ArrayLike<number>,
  options?: ConjugateGradientOptions,
): Promise<OptimizeResult>;
export function conjugateGradient(
  objective: Objective,
  x0: ArrayLike<number>,
  options?: ConjugateGradientOptions,
): OptimizeResult;
export function conjugateGradient(
  objective: Objective | AsyncObjective,
  x0: ArrayLike<number>,
  options: ConjugateGradientOptions = {},
): OptimizeResult | Promise<OptimizeResult> {
  const method: Method = {
    name: 'conjugateGradient',
    keys: ['beta', 'restart'],
    steps(run) {
      const { beta = 'hager-zhang', restart } = options;
      checkChoice('conjugateGradient', 'beta', beta, Object.keys(betaRules));
      const rule: BetaRule = betaRules[beta];
      const period = restart === undefined ? (rule.restarts ? run.n : Infinity) : restart;
      checkAtLeast('conjugateGradient', 1, { restart: period });
      return conjugateGradientSteps(run, rule, period);
    },
  };
  return minimize(method, objective, x0, options);
}

/**
 * The strong conditions of Wolfe; where the function looks like a parabola, close to its minimum: there one secant more finds it,
 * and conjugate directions remain conjugate.
 */
const searchWith =
  (c2: number): LineSearch =>
  (start, point, best) =>
    moreThuenteSteps(start, point, best, { c1: 1e-4, c2, width: 1e-3, maxEvaluations: 40 });

function* conjugateGradientSteps(run: Run, rule: BetaRule, period: number): Steps {
  const { n } = run;
  const trial = newTrial(n);
  // Gradients in units of the first one: squares of tiny ones would be 0.
  const unit = 1 / norm2(run.gradient);
  const direction = new Float64Array(n);
  const products: Products = { slope: 0, newSlope: 0, gg: 0, newGg: 0, gNewG: 0, yNewG: 0, yy: 0, dd: 0 };
  let before = run.fun;
  let stepBefore = 0;
  let slopeBefore = 0;
  let moved = Infinity;
  // Steps since the last restart.
  let age = 0;
  const usual = searchWith(0.3);
  const exact = searchWith(0.01);
  let search = usual;
  for (;;) {
    if (age === 0) for (let i = 0; i < n; i++) direction[i] = -unit * run.gradient[i];
    const slope = dot(direction, run.gradient);
    const length = norm2(direction);
    let first = 1 / length;
    if (stepBefore > 0) {
      // The value falls by as much as before; where rounding hides that, the slope does.
      const guess = (2.02 * (run.fun - before)) / slope;
      first = guess > 0 ? guess : (stepBefore * slopeBefore) / slope;
      // After a fall over many powers of ten neither says anything.
      first = Math.min(first, (100 * moved) / length);
    }
    const end: LineSearchEnd = slope < 0 ? yield* searchAlong(run, search, direction, slope, first, trial) : 'failed';
    const isMove = slope < 0 && trial.point.step > 0;
    // Neither the direction nor the length of its first step came from what was before.
    const wasFresh = age === 0 && stepBefore === 0;
    if (isMove) {
      const { x, gradient } = run;
      run.step = trial.point.step;
      before = run.fun;
      stepBefore = run.step;
      slopeBefore = slope;
      moved = run.step * length;
      multiply(unit, gradient, trial.gradient, direction, products);
      const { slope: left, newSlope: right } = products;
      const parabola = (run.step * (left + right)) / unit / 2;
      search = Math.abs(trial.point.value - before - parabola) < 1e-4 * -parabola ? exact : usual;
      moveTo(run, trial.x, trial.point.value, trial.gradient);
      trial.x = x;
      trial.gradient = gradient;
      yield accepted(run);
      if (end === 'max-step') return 'unbounded';
    }
    if (end === 'failed') {
      if (wasFresh) return 'line-search-failed';
      run.nrestart++;
      age = 0;
      stepBefore = 0;
      continue;
    }
    age = isMove && turn(rule, products, unit, run.gradient, direction, age + 1 >= period) ? age + 1 : 0;
    if (age === 0) run.nrestart++;
  }
}

/** Writes the products that rules for β need, in one pass. */
function multiply(unit: number, g: Float64Array, newG: Float64Array, d: Float64Array, products: Products): void {
  let slope = 0;
  let newSlope = 0;
  let gg = 0;
  let newGg = 0;
  let gNewG = 0;
  let yNewG = 0;
  let yy = 0;
  let dd = 0;
  for (let i = 0; i < g.length; i++) {
    const a = unit * g[i];
    const b = unit * newG[i];
    const e = d[i];
    const y = b - a;
    slope += e * a;
    newSlope += e * b;
    gg += a * a;
    newGg += b * b;
    gNewG += a * b;
    yNewG += y * b;
    yy += y * y;
    dd += e * e;
  }
  products.slope = slope;
  products.newSlope = newSlope;
  products.gg = gg;
  products.newGg = newGg;
  products.gNewG = gNewG;
  products.yNewG = yNewG;
  products.yy = yy;
  products.dd = dd;
}

/** Powell: gradients in a row that are further from orthogonal, relative to ‖g⁺‖², speak against a parabola. */
const orthogonality = 0.4;

/** d ← −g + β·d, unless that would be no good direction: then returns false. */
function turn(
  rule: BetaRule,
  products: Products,
  unit: number,
  g: Float64Array,
  d: Float64Array,
  isOld: boolean,
): boolean {
  const { newSlope, newGg, gNewG } = products;
  if (isOld || !(Math.abs(gNewG) < orthogonality * newGg)) return false;
  const beta = rule.beta(products);
  // Sufficient descent, of Gilbert and Nocedal; false, too, when β is not finite.
  if (!(-newGg + beta * newSlope <= -0.01 * newGg)) return false;
  for (let i = 0; i < d.length; i++) d[i] = beta * d[i] - unit * g[i];
  return true;
}
