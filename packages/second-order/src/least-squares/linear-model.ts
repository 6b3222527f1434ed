import type { PivotedQr } from '../dense/pivoted-qr.ts';
import { norm2 } from '../vector.ts';
import { differencesOf, type JacobianSteps } from './differences.ts';
import { type FitRun, jacobianAt } from './fit-run.ts';

/** How derivatives are had: from the user's function, or by differences. */
export function derivativesOf(run: FitRun): JacobianSteps {
  if (!run.hasJacobian) return differencesOf(run);
  return function* (x, _residuals, out) {
    yield jacobianAt(run, x, out);
  };
}

/**
 * Whether what has converged with forward differences may go on with central ones, which it does from then on: those of the
 * forward kind have half as many digits as residuals, and the minimum they lead to has no more.
 */
export function canRefine(run: FitRun): boolean {
  if (run.hasJacobian || run.differences !== 'refined') return false;
  run.differences = '3-point';
  return true;
}

/** Relative error of derivatives, below which an angle between residuals and a column of the Jacobian is none. */
export function derivativeNoise({ hasJacobian, differences, noise }: FitRun): number {
  if (hasJacobian) return noise;
  return noise ** (differences === '3-point' ? 2 / 3 : 1 / 2);
}

/** How often a step that {@link losesInfluence} is taken back in a run, before it is believed. */
export const mostReturns = 5;

/**
 * Whether a column of a Jacobian is, beside the residuals, next to nothing of what it was a step before. Its variable has left all
 * that it had an influence on, as a rate does that is so large that only its limit is left; from there is no way back, for the
 * gradient by it is 0.
 * @param norms those of the columns before
 * @param shrinkage length of the residuals, as a part of that before
 */
export function losesInfluence(jacobian: Float64Array, norms: Float64Array, shrinkage: number): boolean {
  const n = norms.length;
  for (let j = 0; j < n; j++) {
    let squares = 0;
    for (let i = j; i < jacobian.length; i += n) squares += jacobian[i] ** 2;
    if (Math.sqrt(squares) < 1e-8 * norms[j] * shrinkage) return true;
  }
  return false;
}

/** Copies a matrix that lies row by row to where it is factorized. */
export function loadColumns(jacobian: Float64Array, { m, n, columns }: PivotedQr): void {
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) columns[j * m + i] = jacobian[i * n + j];
}

/** ½‖r‖² */
export function halfSquares(residuals: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < residuals.length; i++) sum += residuals[i] ** 2;
  return sum / 2;
}

/** out ← Jᵀ·r */
export function gradientOf(jacobian: Float64Array, residuals: Float64Array, out: Float64Array): void {
  const n = out.length;
  out.fill(0);
  for (let i = 0; i < residuals.length; i++) {
    for (let j = 0; j < n; j++) out[j] += jacobian[i * n + j] * residuals[i];
  }
}

/** The largest |cosine| between the residuals and a column of the Jacobian. */
export function largestCosine(gradient: Float64Array, norms: Float64Array, residuals: Float64Array): number {
  const length = norm2(residuals);
  let largest = 0;
  if (length === 0) return 0;
  for (let j = 0; j < gradient.length; j++) {
    if (norms[j] > 0) largest = Math.max(largest, Math.abs(gradient[j] / norms[j] / length));
  }
  return largest;
}

/** √Σ (sⱼxⱼ)² */
export function scaledNorm(scale: Float64Array, x: Float64Array): number {
  let squares = 0;
  for (let j = 0; j < x.length; j++) squares += (scale[j] * x[j]) ** 2;
  return Math.sqrt(squares);
}
