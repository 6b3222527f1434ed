import { ArgumentError, describe } from '@gradkit/core';
import { pivotedQr } from '../dense/pivoted-qr.ts';
import type { Awaitable } from '../problem/drive.ts';
import { axpy, isFiniteVector, normInf } from '../vector.ts';
import type { FitSettings, LeastSquaresCommonOptions } from './common-options.ts';
import { type DampedStep, dampedStep, prepareStep, removable, solveDamped } from './damped-step.ts';
import { type FitMethod, fit } from './fit.ts';
import { type FitRun, type FitSteps, iterated, residualsAt } from './fit-run.ts';
import {
  canRefine,
  derivativeNoise,
  derivativesOf,
  gradientOf,
  halfSquares,
  largestCosine,
  loadColumns,
  losesInfluence,
  mostReturns,
  scaledNorm,
} from './linear-model.ts';
import { relaxation } from './relaxation.ts';
import type { AsyncResidualJacobian, AsyncResiduals, ResidualJacobian, Residuals } from './residuals.ts';
import type { LeastSquaresResult, LeastSquaresStatus } from './result.ts';
import { stepJudge } from './step-judge.ts';

/** Options of {@link levenbergMarquardt}. */
export interface LevenbergMarquardtOptions<Jac = ResidualJacobian> extends LeastSquaresCommonOptions<Jac> {
  /**
   * Convergence: the cosine of the angle between the residuals and each column of the Jacobian is at most this; default 0:
   * only what is orthogonal to rounding.
   */
  readonly gtol?: number | undefined;
  /** The first trust region has this times the scaled length of `x0` as its radius; default 100. */
  readonly factor?: number | undefined;
}

/**
 * Nonlinear least squares without bounds, by the method of Levenberg and Marquardt: Gauss–Newton steps within a trust region.
 *
 * ```text
 * minimise ½‖r(x)‖²
 * step p:   minimise ‖J·p + r‖ subject to ‖D·p‖ ≤ Δ,   which is   (JᵀJ + λD²)·p = −Jᵀr
 * Dⱼ ← max(Dⱼ, ‖Jⱼ‖)                                    Δ by the ratio of the actual to the predicted reduction
 * ```
 *
 * J is factorized by Householder's reflections with exchange of columns; JᵀJ, of which the condition is that of J squared, is
 * never formed. Where large residuals make Gauss–Newton steps too long or too short, two steps in a row tell by how much, and the
 * next is right: the last digits take few steps. Results do not depend on the units of the variables. There may be fewer residuals than variables, and columns
 * of J may depend on each other. For bounds and outliers there is {@link leastSquares}.
 *
 * - `m` (from what the function returns): the number of residuals; needed only if it writes them into its second argument
 * - `jac` (differences): the derivatives, `(x, out) => …` row by row, or `'2-point'`, `'3-point'`; by default forward
 *   differences, and central ones at the end
 * - `ftol` (1e-16): the sum of squares fell, and was predicted to fall, by no more than this part of it
 * - `xtol` (1e-11): the step is this part of ‖x‖ or less, both scaled by D
 * - `gtol` (0): the cosine of the angle between r and each column of J is at most this
 * - `factor` (100): the first radius is this times ‖D·x0‖
 * - `maxIter` (5,000), `maxFev`, `timeLimitMs`, `signal`, `callback`, `trace`, `fnoise`: as minimisers have them
 *
 * The defaults give all digits that rounding leaves: those of sums of squares end early, at half as many.
 *
 * @param residuals returns the m residuals or writes them into its second argument; a promise of it makes the result one
 * @param x0 where to start; not changed
 * @throws ArgumentError when an argument is none or an option is out of range
 * @see Moré, The Levenberg–Marquardt algorithm: implementation and theory, in Numerical analysis, Dundee 1977, Springer 1978
 * @example
 * ```ts
 * import { levenbergMarquardt } from '@gradkit/second-order';
 * const t = [0, 1, 2, 3];
 * const y = [2.02, 1.2, 0.75, 0.44];
 * const result = levenbergMarquardt(([a, k]) => t.map((t, i) => a * Math.exp(-k * t) - y[i]), [1, 1]);
 * console.log(result.x, result.standardErrors); // a = 2.015… ± 0.016, k = 0.505… ± 0.008
 * ```
 */
export function levenbergMarquardt(
  residuals: AsyncResiduals,
  x0: ArrayLike<number>,
  options?: LevenbergMarquardtOptions<AsyncResidualJacobian>,
): Promise<LeastSquaresResult>;
export function levenbergMarquardt(
  residuals: Residuals,
  x0: ArrayLike<number>,
  options?: LevenbergMarquardtOptions,
): LeastSquaresResult;
export function levenbergMarquardt(
  residuals: Residuals | AsyncResiduals,
  x0: ArrayLike<number>,
  options: LevenbergMarquardtOptions<AsyncResidualJacobian> = {},
): Awaitable<LeastSquaresResult> {
  const { factor = 100 } = options ?? {};
  if (!(Number.isFinite(factor) && factor > 0)) {
    throw new ArgumentError(`levenbergMarquardt: factor must be a positive number, got ${describe(factor)}.`);
  }
  const method: FitMethod = {
    name: 'levenbergMarquardt',
    keys: ['factor'],
    steps: (run, settings) => levenbergMarquardtSteps(run, settings, factor),
  };
  return fit(method, residuals, x0, options);
}

function* levenbergMarquardtSteps(run: FitRun, settings: FitSettings, factor: number): FitSteps {
  const { n, m } = run;
  const step = dampedStep(pivotedQr(m, n));
  const { norms } = step.qr;
  const scale = new Float64Array(n);
  const p = new Float64Array(n);
  const trial = { x: new Float64Array(n), residuals: new Float64Array(m), jacobian: new Float64Array(m * n) };
  const relaxed = relaxation(n);
  const derivatives = derivativesOf(run);
  const judge = stepJudge(settings);
  const { outcome } = judge;

  yield* derivatives(run.x, run.residuals, run.jacobian);
  if (!isFiniteVector(run.jacobian)) return 'non-finite-start';
  let verdict: LeastSquaresStatus | undefined;
  let hasMoved = true;
  let isFirst = true;
  let returns = 0;
  for (;;) {
    loadColumns(run.jacobian, step.qr);
    prepareStep(step, run.residuals);
    gradientOf(run.jacobian, run.residuals, run.gradient);
    run.optimality = normInf(run.gradient);
    // A column of zeros says nothing of its variable, which is then taken as it is.
    for (let j = 0; j < n; j++) scale[j] = Math.max(scale[j], norms[j]) || 1;
    const length = scaledNorm(scale, run.x);
    if (isFirst) run.radius = factor * length || factor;
    const cosine = largestCosine(run.gradient, norms, run.residuals);
    if (cosine <= settings.gtol) verdict ??= 'gtol';
    if (cosine <= derivativeNoise(run)) verdict ??= 'orthogonal';
    if (verdict !== undefined && canRefine(run)) {
      yield* derivatives(run.x, run.residuals, run.jacobian);
      verdict = undefined;
      isFirst = true;
      continue;
    }
    if (hasMoved) yield iterated(run, verdict);
    if (verdict !== undefined) return verdict;

    outcome.cosine = cosine;
    outcome.offset = removable(step);
    outcome.residual = Math.sqrt(2 * run.cost);
    outcome.rounding = 10 * run.noise * (scaledNorm(norms, run.x) + outcome.residual);
    outcome.xLength = length;
    hasMoved = false;
    while (!hasMoved && verdict === undefined) {
      solveDamped(step, scale, run.radius, 0.1, p);
      if (isFirst) run.radius = Math.min(run.radius, step.length);
      isFirst = false;
      const change = (step.change / outcome.residual) ** 2;
      const isFree = step.damping === 0;
      let multiple = isFree && change <= 1e-2 ? relaxed.factorFor(p, scale) : 1;
      if (!(multiple * step.length <= run.radius)) multiple = 1;
      axpy(multiple, p, run.x, trial.x);
      yield residualsAt(run, trial.x, trial.residuals);
      const cost = halfSquares(trial.residuals);

      // What the linear model leaves out is what makes a multiple of its step right.
      const linear = multiple * change;
      const damped = step.damping * (step.length / outcome.residual) ** 2;
      outcome.actual = cost < Infinity ? 1 - cost / run.cost : -Infinity;
      outcome.predicted = linear + 2 * damped;
      outcome.isFree = isFree;
      outcome.length = multiple * step.length;
      const ratio = judge.ratio();
      if (!(ratio > 0.25)) shrink(run, step, outcome.actual, linear + damped);
      else if (isFree || ratio >= 0.75) {
        run.radius = 2 * outcome.length;
        step.damping /= 2;
      }
      outcome.radius = run.radius;
      const isAccepted = ratio >= 1e-4;
      verdict = judge.verdict(isAccepted);
      relaxed.taken(0);
      if (!isAccepted || verdict === 'precision') continue;
      if (verdict !== undefined && canRefine(run)) {
        verdict = undefined;
        isFirst = true;
      }
      yield* derivatives(trial.x, trial.residuals, trial.jacobian);
      const shrinkage = Math.sqrt(cost / run.cost);
      const isLost = returns < mostReturns && losesInfluence(trial.jacobian, norms, shrinkage);
      if (isLost || !isFiniteVector(trial.jacobian)) {
        returns++;
        verdict = undefined;
        shrink(run, step, -Infinity, 0);
        continue;
      }
      if (isFree && change <= 1e-2) relaxed.taken(multiple);
      const { x, residuals, jacobian } = run;
      run.x = trial.x;
      run.residuals = trial.residuals;
      run.jacobian = trial.jacobian;
      run.cost = cost;
      run.nit++;
      Object.assign(trial, { x, residuals, jacobian });
      hasMoved = true;
    }
  }
}

/** Shrinks the region to where the parabola through both costs and the slope has its minimum, within limits. */
function shrink(run: FitRun, step: DampedStep, actual: number, slope: number): void {
  let factor = actual >= 0 ? 0.5 : (0.5 * slope) / (slope - 0.5 * actual);
  if (!(factor >= 0.1)) factor = actual === -Infinity ? 0.25 : 0.1;
  run.radius = factor * Math.min(run.radius, 10 * step.length);
  step.damping /= factor;
}
