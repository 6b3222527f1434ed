import { pivotedQr } from '../dense/pivoted-qr.ts';
import { type Box, project } from '../problem/bounds.ts';
import { isFiniteVector, scale as multiply, norm2 } from '../vector.ts';
import type { FitSettings } from './common-options.ts';
import { dampedStep, prepareStep, removable, solveDamped } from './damped-step.ts';
import { type FitRequest, type FitRun, type FitSteps, iterated, residualsAt } from './fit-run.ts';
import {
  canRefine,
  derivativeNoise,
  derivativesOf,
  gradientOf,
  losesInfluence,
  mostReturns,
  scaledNorm,
} from './linear-model.ts';
import { reflectiveSearch } from './reflective-step.ts';
import { relaxation } from './relaxation.ts';
import { isConverged, type LeastSquaresStatus } from './result.ts';
import { linearizeLoss, lossOf, type ScaledLoss } from './robust-loss.ts';
import { stepJudge } from './step-judge.ts';

/** Moves a start that is out of bounds or on one to where it is strictly within. */
export function moveInside(x: Float64Array, box: Box): void {
  project(x, box);
  const { lower, upper } = box;
  for (let j = 0; j < x.length; j++) {
    const low = Number.isFinite(lower[j]) ? lower[j] + 1e-10 * Math.max(1, Math.abs(lower[j])) : -Infinity;
    const high = Number.isFinite(upper[j]) ? upper[j] - 1e-10 * Math.max(1, Math.abs(upper[j])) : Infinity;
    if (low < high) x[j] = Math.min(Math.max(x[j], low), high);
    else x[j] = lower[j] + (upper[j] - lower[j]) / 2;
  }
}

/** Moves what rounding has put on a bound, or past it, to the next number within; what does not move stays on its bound. */
function keepInside(x: Float64Array, scale: Float64Array, { lower, upper }: Box): void {
  for (let j = 0; j < x.length; j++) {
    if (scale[j] === 0) continue;
    if (x[j] <= lower[j]) x[j] = lower[j] + Math.max(Number.MIN_VALUE, Math.abs(lower[j]) * 2 ** -52);
    if (x[j] >= upper[j]) x[j] = upper[j] - Math.max(Number.MIN_VALUE, Math.abs(upper[j]) * 2 ** -52);
    if (x[j] < lower[j]) x[j] = lower[j];
  }
}

/**
 * The trust region method for least squares within bounds: each variable is scaled by the square root of its distance from the
 * bound that the gradient leads to, which makes what is held by a bound stationary and keeps steps away from bounds.
 *
 * @see Branch, Coleman and Li, A subspace, interior, and conjugate gradient method for large-scale bound-constrained
 * minimization problems, SIAM J. Sci. Comput. 21 (1999)
 */
export function* trustRegionReflectiveSteps(
  run: FitRun,
  settings: FitSettings,
  loss: ScaledLoss,
  sizes: Float64Array | undefined,
): FitSteps {
  const { n, m, box } = run;
  const { lower, upper } = box;
  const isBounded = lower.some(Number.isFinite) || upper.some(Number.isFinite);
  const rows = isBounded ? m + n : m;
  const step = dampedStep(pivotedQr(rows, n));
  const { columns } = step.qr;
  const vector = (): Float64Array => new Float64Array(n);
  /** Norms of the Jacobian's columns, and the inverse of the scale of the variables. */
  const [norms, size] = [vector(), sizes ?? vector()];
  /** The step and the gradient, both in variables of the scale, and what that is in those of the norms. */
  const [s, gradient, scale, weight] = [vector(), vector(), vector(), vector()];
  const ones = vector().fill(1);
  const right = new Float64Array(rows);
  const trial = { x: vector(), residuals: new Float64Array(m), jacobian: new Float64Array(m * n) };
  const linear = loss.loss === undefined ? run : { residuals: new Float64Array(m), jacobian: new Float64Array(m * n) };
  const choose = reflectiveSearch({ step, box, scale, gradient });
  const relaxed = relaxation(n);
  const derivatives = derivativesOf(run);
  const judge = stepJudge(settings);
  const { outcome } = judge;

  /** Linearizes at the present point; writes the scaled problem, its gradient, and what convergence is measured by. */
  const linearize = (): void => {
    if (linear !== run) linearizeLoss(loss, run.residuals, run.jacobian, linear);
    const { jacobian, residuals } = linear;
    gradientOf(jacobian, residuals, run.gradient);
    norms.fill(0);
    for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) norms[j] += jacobian[i * n + j] ** 2;
    const residual = Math.sqrt(2 * run.cost);
    run.optimality = 0;
    outcome.cosine = 0;
    columns.fill(0);
    for (let j = 0; j < n; j++) {
      norms[j] = Math.sqrt(norms[j]);
      if (sizes === undefined) size[j] = Math.max(size[j], norms[j]) || 1;
      const g = run.gradient[j];
      // The distance from the bound that steepest descent leads to.
      const distance = g < 0 ? upper[j] - run.x[j] : g > 0 ? run.x[j] - lower[j] : Infinity;
      const hasBound = distance < Infinity;
      run.optimality = Math.max(run.optimality, Math.abs(g) * (hasBound ? distance : 1));
      scale[j] = (hasBound ? Math.sqrt(distance * size[j]) : 1) / size[j];
      gradient[j] = scale[j] * g;
      const curvature = hasBound ? Math.abs(g) / size[j] : 0;
      const length = Math.sqrt((scale[j] * norms[j]) ** 2 + curvature) * residual;
      if (length > 0) outcome.cosine = Math.max(outcome.cosine, Math.abs(gradient[j]) / length);
      for (let i = 0; i < m; i++) columns[j * rows + i] = scale[j] * jacobian[i * n + j];
      if (isBounded) columns[j * rows + m + j] = Math.sqrt(curvature);
    }
    right.set(residuals);
    prepareStep(step, right);
    outcome.residual = residual;
    outcome.offset = removable(step);
    outcome.rounding = 10 * run.noise * (scaledNorm(norms, run.x) + residual);
    outcome.xLength = scaledNorm(norms, run.x);
  };

  /** The bound that the gradient holds a variable to, if it is so close that it belongs there. */
  const heldBy = (j: number): number | undefined => {
    const g = run.gradient[j];
    const bound = g < 0 ? upper[j] : lower[j];
    const distance = Math.abs(run.x[j] - bound);
    const isClose = distance < Infinity && distance <= 1e-8 * Math.max(1, Math.abs(bound));
    return g !== 0 && distance > 0 && isClose ? bound : undefined;
  };

  /** Puts what is held by bounds on them, if that is no worse. */
  function* settle(): Generator<FitRequest, boolean, void> {
    let count = 0;
    for (let j = 0; j < n; j++) {
      const bound = heldBy(j);
      trial.x[j] = bound ?? run.x[j];
      if (bound !== undefined) count++;
    }
    if (count === 0) return false;
    yield residualsAt(run, trial.x, trial.residuals);
    const cost = lossOf(loss, trial.residuals);
    if (!(cost <= run.cost * (1 + outcome.rounding / outcome.residual))) return false;
    yield* derivatives(trial.x, trial.residuals, trial.jacobian);
    if (!isFiniteVector(trial.jacobian)) return false;
    moveTo(cost);
    return true;
  }

  const moveTo = (cost: number): void => {
    const { x, residuals, jacobian } = run;
    run.x = trial.x;
    run.residuals = trial.residuals;
    run.jacobian = trial.jacobian;
    run.cost = cost;
    Object.assign(trial, { x, residuals, jacobian });
  };

  yield* derivatives(run.x, run.residuals, run.jacobian);
  if (!isFiniteVector(run.jacobian)) return 'non-finite-start';
  let verdict: LeastSquaresStatus | undefined;
  let hasMoved = true;
  let isFirst = true;
  let returns = 0;
  let isSettled = !isBounded;
  for (;;) {
    linearize();
    if (run.optimality <= settings.gtol) verdict ??= 'gtol';
    if (outcome.cosine <= derivativeNoise(run)) verdict ??= 'orthogonal';
    if (verdict !== undefined && canRefine(run)) {
      yield* derivatives(run.x, run.residuals, run.jacobian);
      verdict = undefined;
      isFirst = true;
      continue;
    }
    if (verdict !== undefined && isConverged(verdict) && !isSettled) {
      isSettled = true;
      if (yield* settle()) {
        verdict = undefined;
        isFirst = true;
        if (!hasMoved) run.nit++;
        hasMoved = true;
        continue;
      }
    }
    if (isFirst) {
      let squares = 0;
      for (let j = 0; j < n; j++) if (scale[j] > 0) squares += (run.x[j] / scale[j]) ** 2;
      run.radius = Math.sqrt(squares) || 1;
      isFirst = false;
    }
    if (hasMoved) yield iterated(run, verdict);
    if (verdict !== undefined) return verdict;

    const theta = Math.max(0.995, 1 - run.optimality);
    hasMoved = false;
    while (!hasMoved && verdict === undefined) {
      solveDamped(step, ones, run.radius, 1e-4, s);
      if (step.damping > 0) multiply(run.radius / step.length, s);
      const isNear = step.damping === 0 && step.change ** 2 <= 2e-2 * run.cost;
      for (let j = 0; j < n; j++) weight[j] = norms[j] * scale[j];
      let multiple = isNear ? relaxed.factorFor(s, weight) : 1;
      if (!(multiple * step.length <= run.radius)) multiple = 1;
      multiply(multiple, s);
      let chosen = choose(run.x, s, run.radius, theta);
      if (multiple !== 1 && !chosen.isWhole) {
        multiply(1 / multiple, s);
        multiple = 1;
        chosen = choose(run.x, s, run.radius, theta);
      }
      for (let j = 0; j < n; j++) trial.x[j] = run.x[j] + scale[j] * chosen.s[j];
      keepInside(trial.x, scale, box);
      yield residualsAt(run, trial.x, trial.residuals);
      const cost = lossOf(loss, trial.residuals);

      outcome.actual = cost < Infinity ? 1 - cost / run.cost : -Infinity;
      // What the linear model leaves out is what makes a multiple of its step right.
      outcome.predicted = (multiple === 1 ? -chosen.value : (multiple * step.change ** 2) / 2) / run.cost;
      outcome.isFree = step.damping === 0 && chosen.isWhole;
      const length = norm2(chosen.s);
      outcome.length = scaledNorm(weight, chosen.s);
      const ratio = judge.ratio();
      const { radius } = run;
      if (!(ratio > 0.25)) run.radius = 0.25 * length;
      else if (ratio > 0.75 && length > 0.95 * radius) run.radius = 2 * radius;
      step.damping *= radius / run.radius;
      outcome.radius = outcome.length * (run.radius / length);
      const isAccepted = ratio > 0;
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
        run.radius = 0.25 * length;
        continue;
      }
      if (isNear && chosen.isWhole) relaxed.taken(multiple);
      moveTo(cost);
      run.nit++;
      hasMoved = true;
    }
  }
}
