import { ArgumentError, checkOptions, describe, ShapeError } from '@gradkit/core';
import { checkAtLeast, startOf } from '../problem/options.ts';
import type { LinearOperator } from '../problem/result.ts';
import { axpy, norm2, scale } from '../vector.ts';
import { conjugateGradientSteps, linearSystem } from './conjugate-gradient-steps.ts';

/** A matrix by its products: a function that writes A·v into `out`, or an operator. */
export type MatrixProduct = ((v: Float64Array, out: Float64Array) => void) | LinearOperator;

/** Options of {@link conjugateGradientSolve}. */
export interface ConjugateGradientSolveOptions {
  /** Where to begin; default 0. */
  readonly x0?: ArrayLike<number> | undefined;
  /** It has converged when the residual is at most this share of the right side: at least 0; default 1e-10. */
  readonly tolerance?: number | undefined;
  /** Most products with A: an integer of at least 0; default ten for each unknown. */
  readonly maxIter?: number | undefined;
  /** Products with the inverse of a positive definite matrix near A; default none. */
  readonly preconditioner?: MatrixProduct | undefined;
}

/**
 * How {@link conjugateGradientSolve} ended: `negative-curvature` says that A is not positive definite, and `direction`
 * shows it; `non-finite` that a product was not finite.
 */
export type ConjugateGradientStatus = 'tolerance' | 'max-iter' | 'negative-curvature' | 'non-finite';

/** What {@link conjugateGradientSolve} found. */
export interface ConjugateGradientResult {
  readonly x: Float64Array;
  /** ‖b − A·x‖, as the iteration carries it along. */
  readonly residualNorm: number;
  /** Iterations: products with A, one more if there is an `x0`. */
  readonly nit: number;
  readonly status: ConjugateGradientStatus;
  readonly converged: boolean;
  /** With `negative-curvature`, a d with dᵀ·A·d ≤ 0 up to rounding. */
  readonly direction?: Float64Array | undefined;
}

/**
 * Solves A·x = b for a symmetric positive definite matrix that is known by its products, by conjugate gradients.
 *
 * ```text
 * min ½·xᵀ·A·x − bᵀ·x        over b, A·b, A²·b, …
 * ```
 *
 * Without rounding it ends after as many products as A has different eigenvalues; with a preconditioner M, as M⁻¹·A has.
 *
 * @param A a function (v, out) that writes A·v into `out`, or an operator; it may not keep either array
 * @param b the right side, n numbers
 * @param options `x0` (0), `tolerance` (1e-10), `maxIter` (10·n), `preconditioner` (none)
 * @throws ArgumentError for a product that is none, numbers that are not finite, options out of range; ShapeError if `x0`
 * or an operator has another length than `b`
 * @see Hestenes and Stiefel, Methods of conjugate gradients for solving linear systems, Journal of Research of the National Bureau of Standards 49, 1952
 *
 * @example
 * ```ts
 * import { conjugateGradientSolve } from '@gradkit/second-order';
 * // [[4, 1], [1, 3]]·x = [1, 2]
 * const { x, converged } = conjugateGradientSolve(([v, w], out) => out.set([4 * v + w, v + 3 * w]), [1, 2]);
 * console.log(converged, x[0].toFixed(8), x[1].toFixed(8)); // true 0.09090909 0.63636364
 * ```
 */
export function conjugateGradientSolve(
  A: MatrixProduct,
  b: ArrayLike<number>,
  options: ConjugateGradientSolveOptions = {},
): ConjugateGradientResult {
  const where = 'conjugateGradientSolve';
  checkOptions(where, options, ['x0', 'tolerance', 'maxIter', 'preconditioner']);
  const right = startOf(where, b, 'b');
  const n = right.length;
  const { x0, tolerance = 1e-10, maxIter = 10 * n, preconditioner } = options;
  checkAtLeast(where, 0, { tolerance, maxIter });
  const multiply = productOf(where, 'A', A, n);
  const precondition = preconditioner === undefined ? undefined : productOf(where, 'preconditioner', preconditioner, n);

  const system = linearSystem(n, precondition !== undefined);
  const { x, residual, direction, product } = system;
  residual.set(right);
  if (x0 !== undefined) {
    const start = startOf(where, x0);
    if (start.length !== n) throw new ShapeError(`${where}: x0 must have ${n} numbers like b, got ${start.length}.`);
    x.set(start);
    multiply(x, product);
    axpy(-1, product, right, residual);
  }
  const length = norm2(residual);
  // Where squares of the residual leave the range of numbers, what is left is solved in units of its length.
  const unit = length > 0 && !(length > 1e-140 && length < 1e140) ? length : 1;
  const begin = unit === 1 ? undefined : x.slice();
  if (begin !== undefined) {
    x.fill(0);
    scale(1 / unit, residual);
  }
  const limits = { tolerance: (tolerance / unit) * norm2(right), maxIter, precondition };
  const steps = conjugateGradientSteps(system, limits);
  let next = steps.next();
  for (; next.done !== true; next = steps.next()) multiply(direction, product);
  const status = next.value as ConjugateGradientStatus;
  if (begin !== undefined) axpy(unit, x, begin, x);
  return {
    x,
    residualNorm: unit * system.residualNorm,
    nit: system.nit,
    status,
    converged: status === 'tolerance',
    direction: status === 'negative-curvature' ? direction : undefined,
  };
}

function productOf(
  where: string,
  name: string,
  product: MatrixProduct,
  n: number,
): (v: Float64Array, out: Float64Array) => void {
  if (typeof product === 'function') {
    return (v, out) => {
      const returned: unknown = product(v, out);
      if (returned === out || !(Array.isArray(returned) || ArrayBuffer.isView(returned))) return;
      throw new ArgumentError(`${where}: ${name} must write into its last argument, not return a list.`);
    };
  }
  if (typeof product?.apply !== 'function') {
    throw new ArgumentError(
      `${where}: ${name} must be a function (v, out) or an operator { n, apply }, got ${describe(product)}.`,
    );
  }
  if (product.n !== n) throw new ShapeError(`${where}: ${name} must have ${n} rows like b, got ${product.n}.`);
  return (v, out) => void product.apply(v, out);
}
