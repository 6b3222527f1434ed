import { ArgumentError, checkOptions, describe } from '@gradkit/core';
import { isFiniteVector, normInf } from '../vector.ts';
import { extrapolatedDifference } from './extrapolated-difference.ts';
import type { Objective } from './objective.ts';
import { checkAtLeast, startOf } from './options.ts';
import { oracleOf } from './oracle.ts';

/** Options of {@link checkGradient}. */
export interface CheckGradientOptions {
  /** Relative accuracy of values and gradients; 1.2e-7 for float32; default 2⁻⁵². */
  readonly fnoise?: number | undefined;
  /** The largest step of the differences, relative to elements above 1 and absolute below; above 0, default 2⁻⁵. */
  readonly step?: number | undefined;
}

/** The element of a derivative that differs most from finite differences. */
export interface DerivativeError {
  /** What the two differ by beyond the uncertainty of the differences, over the larger of the two. */
  readonly maxRelError: number;
  /** Which element; of a Hessian, the position in `hess`: row · n + column. */
  readonly index: number;
  /** What the objective says. */
  readonly analytic: number;
  /** What differences say. */
  readonly numeric: number;
  /** How far the differences may be off. */
  readonly uncertainty: number;
}

/** What {@link checkGradient} found: the gradient's largest error, and those of second derivatives that are there. */
export interface GradientErrors extends DerivativeError {
  readonly hessp?: DerivativeError | undefined;
  readonly hess?: DerivativeError | undefined;
}

/**
 * Compares the derivatives of an objective at `x` with central differences: the gradient with those of the value, `hessp` and
 * `hess` with those of the gradient.
 *
 * ```text
 * D(h) = (f(x + h eᵢ) − f(x − h eᵢ)) / 2h      extrapolated to h → 0, with an estimate of its error
 * maxRelError = max over i of max(0, |gᵢ − D| − uncertainty) / max(|gᵢ|, |D|)
 * ```
 *
 * A right gradient gives 0 or hardly more, a wrong one a number near 1. `f` is evaluated 24 times for each variable. Products with
 * the Hessian are checked along one direction that no variable is absent from. At a kink no gradient agrees with differences.
 *
 * @param objective an {@link Objective}, not one of promises
 * @param x where to check: neither a minimum, where all is near 0, nor a point full of zeros, which hides mistakes
 * @param options `fnoise` (2⁻⁵²), `step` (2⁻⁵)
 * @throws ArgumentError when value or gradient at `x` are not finite
 * @see Ridders, Accurate computation of F'(x) and F'(x) F"(x), Advances in Engineering Software 4, 1982
 * @example
 * ```ts
 * import { checkGradient } from '@gradkit/second-order';
 * const wrong = (x: Float64Array, gradient: Float64Array) => {
 *   gradient[0] = 2 * x[0];
 *   gradient[1] = x[0]; // forgets a term: the value has x₁², too
 *   return x[0] ** 2 + x[0] * x[1] + x[1] ** 2;
 * };
 * const { maxRelError, index, analytic, numeric } = checkGradient(wrong, [1, 2]);
 * console.log(maxRelError > 0.1, index, analytic, numeric.toFixed(6)); // true 1 1 5.000000
 * ```
 */
export function checkGradient(
  objective: Objective,
  x: ArrayLike<number>,
  options: CheckGradientOptions = {},
): GradientErrors {
  const where = 'checkGradient';
  checkOptions(where, options, ['fnoise', 'step']);
  const { fnoise = Number.EPSILON, step = 2 ** -5 } = options;
  checkAtLeast(where, 0, { fnoise });
  if (!(step > 0 && step < Infinity)) throw new ArgumentError(`${where}: step must be above 0, got ${describe(step)}.`);
  const oracle = oracleOf(where, objective);
  const at = startOf(where, x);
  const n = at.length;

  const moved = new Float64Array(n);
  const evaluate = (point: Float64Array, gradient: Float64Array): number => {
    const value: unknown = oracle.valueAndGrad(point, gradient);
    if (typeof value === 'number') return value;
    throw new ArgumentError(`${where}: the objective must return a number, got ${describe(value)}.`);
  };
  const gradient = new Float64Array(n);
  const value = evaluate(at, gradient);
  if (!Number.isFinite(value) || !isFiniteVector(gradient)) {
    throw new ArgumentError(`${where}: value and gradient must be finite at x. Check where the function is defined.`);
  }
  const reach = step * Math.max(1, normInf(at));

  const numeric = new Float64Array(n);
  const uncertainty = new Float64Array(n);
  const unused = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const along = (h: number, out: Float64Array): void => {
      moved.set(at);
      moved[i] += h;
      out[0] = evaluate(moved, unused);
    };
    const own = step * Math.max(1, Math.abs(at[i]));
    const found = extrapolatedDifference(along, 1, own, Float64Array.of(fnoise * Math.abs(value)));
    numeric[i] = found.derivative[0];
    uncertainty[i] = found.uncertainty[0];
  }

  /** Derivatives of the gradient along a direction. */
  const curvature = (v: Float64Array) => {
    const along = (h: number, out: Float64Array): void => {
      for (let i = 0; i < n; i++) moved[i] = at[i] + h * v[i];
      evaluate(moved, out);
    };
    return extrapolatedDifference(
      along,
      n,
      reach,
      gradient.map((each) => fnoise * (Math.abs(each) + normInf(gradient) / n)),
    );
  };

  const productError = (hessp: NonNullable<typeof oracle.hessp>): DerivativeError => {
    const v = direction(n);
    const product = new Float64Array(n);
    hessp(at, v, product);
    const { derivative, uncertainty: doubt } = curvature(v);
    return largest(product, derivative, doubt);
  };
  const matrixError = (hess: NonNullable<typeof oracle.hess>): DerivativeError => {
    const [matrix, differences, doubts] = [0, 1, 2].map(() => new Float64Array(n * n));
    hess(at, matrix);
    for (let j = 0; j < n; j++) {
      const { derivative, uncertainty: doubt } = curvature(new Float64Array(n).fill(1, j, j + 1));
      for (let i = 0; i < n; i++) {
        differences[i * n + j] = derivative[i];
        doubts[i * n + j] = doubt[i];
      }
    }
    return largest(matrix, differences, doubts);
  };

  return {
    ...largest(gradient, numeric, uncertainty),
    hessp: oracle.hessp && productError(oracle.hessp),
    hess: oracle.hess && matrixError(oracle.hess),
  };
}

/** Elements between 0.5 and 1.5 in no order. */
function direction(n: number): Float64Array {
  const golden = (Math.sqrt(5) - 1) / 2;
  return Float64Array.from({ length: n }, (_, i) => 0.5 + ((i * golden) % 1));
}

function largest(analytic: Float64Array, numeric: Float64Array, uncertainty: Float64Array): DerivativeError {
  const size = normInf(analytic);
  let [index, maxRelError] = [0, -1];
  for (let i = 0; i < analytic.length; i++) {
    // Derivatives are themselves rounded, relative to the largest terms in them.
    const excess = Math.abs(analytic[i] - numeric[i]) - uncertainty[i] - 8 * Number.EPSILON * size;
    const relative = excess <= 0 ? 0 : excess / Math.max(Math.abs(analytic[i]), Math.abs(numeric[i]));
    const error = Number.isNaN(relative) ? Infinity : relative;
    if (error > maxRelError) [index, maxRelError] = [i, error];
  }
  return { maxRelError, index, analytic: analytic[index], numeric: numeric[index], uncertainty: uncertainty[index] };
}
