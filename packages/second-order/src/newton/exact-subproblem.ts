import { cholesky } from '../dense/cholesky.ts';
import { multiply } from '../dense/multiply.ts';
import { solveLower, solveLowerTransposed } from '../dense/triangular.ts';
import { tridiagonal } from '../dense/tridiagonal.ts';
import { tridiagonalEigenvalues } from '../dense/tridiagonal-eigenvalues.ts';
import { distanceToSphere } from '../linear/conjugate-gradient-steps.ts';
import { axpy, dot, isFiniteVector, negate, norm2, normInf, scale } from '../vector.ts';

/** The minimum of a parabola within a ball, for as many radii as are asked for. */
export interface ExactSubproblem {
  /** λ of the last solution: 0 where it lies within the ball. */
  readonly lambda: number;
  /** By how much the parabola falls to the last solution. */
  readonly predicted: number;
  /** Takes in a Hessian and a gradient, which are not copied; returns false if they are not finite. */
  set(hessian: Float64Array, gradient: Float64Array): boolean;
  /** The smallest eigenvalue of the Hessian, relative to the size of the largest. */
  lowest(): number;
  /** Writes the solution for a radius into `step`. */
  solve(radius: number, step: Float64Array): void;
}

/**
 * The subproblem of trust regions.
 *
 * ```text
 * min gᵀ·p + ½·pᵀ·H·p,  ‖p‖ ≤ Δ
 * (H + λ·I)·p = −g,  λ ≥ 0,  λ·(Δ − ‖p‖) = 0,  H + λ·I positive semidefinite
 * ```
 *
 * λ is a zero of 1/‖p(λ)‖ − 1/Δ, which is concave, so that Newton's iteration from the left of it does not overshoot: from
 * 0 if the Hessian is positive definite, otherwise from −λ₁. In the hard case, where ‖p(λ)‖ < Δ already there, a multiple
 * of the eigenvector of λ₁ leads to the sphere. Triangular factors, and not eigenvectors, solve for p: they keep what is
 * small in a Hessian whose variables have different units.
 *
 * @see Moré and Sorensen, Computing a trust region step, SIAM Journal on Scientific and Statistical Computing 4, 1983
 * @see Conn, Gould and Toint, Trust-region methods, 2000, chapter 7
 */
export function exactSubproblem(n: number): ExactSubproblem {
  const reduced = tridiagonal(n);
  const values = new Float64Array(n);
  const beside = new Float64Array(n);
  const factors = new Float64Array(n * n);
  const work = new Float64Array(n);
  let hessian: Float64Array = factors;
  let gradient: Float64Array = work;
  let lambda = 0;
  let predicted = 0;
  /** The eigenvalues, where they were needed. */
  let hasValues = false;
  let lowest = 0;
  let size = 0;

  const findValues = (): void => {
    if (hasValues) return;
    reduced.reduce(hessian);
    values.set(reduced.diagonal);
    beside.set(reduced.beside);
    hasValues = true;
    if (tridiagonalEigenvalues(values, beside)) {
      lowest = values.reduce((least, each) => Math.min(least, each));
      size = normInf(values);
    } else {
      // Sums overflowed: what is certain about it.
      size = n * normInf(hessian);
      lowest = -size;
    }
  };

  /** p ← −(H + λ·I)⁻¹·g; returns its length, infinite where the matrix is not positive definite. */
  const attempt = (shift: number, p: Float64Array): number => {
    lambda = shift;
    factors.set(hessian);
    for (let i = 0; i < n; i++) factors[i * n + i] += shift;
    if (cholesky(factors, n) < n) return Infinity;
    negate(gradient, p);
    solveLower(factors, p);
    solveLowerTransposed(factors, p);
    const length = norm2(p);
    predicted = 0.5 * (lambda * length * length - dot(gradient, p));
    return length;
  };

  /** Adds to p what leads to the sphere along the eigenvector of the smallest eigenvalue. */
  const complete = (radius: number, p: Float64Array): void => {
    for (let i = 0; i < n; i++) work[i] = 1 + ((i * 0.6180339887498949) % 1);
    for (let i = 0; i < 10; i++) {
      solveLower(factors, work);
      solveLowerTransposed(factors, work);
      scale(1 / norm2(work), work);
    }
    // Of the two ways to the sphere the shorter one, and downhill if they are equal.
    const along = dot(work, p);
    if (along < 0 || (along === 0 && dot(work, gradient) > 0)) scale(-1, work);
    axpy(distanceToSphere(p, work, radius), work, p, p);
    // λ is known to rounding only, which may count on a large sphere: the parabola itself.
    multiply(hessian, p, work);
    predicted = -dot(gradient, p) - 0.5 * dot(work, p);
  };

  return {
    get lambda() {
      return lambda;
    },
    get predicted() {
      return predicted;
    },
    set(h, g) {
      hessian = h;
      gradient = g;
      hasValues = false;
      return isFiniteVector(h) && isFiniteVector(g);
    },
    lowest() {
      findValues();
      return size === 0 ? 0 : lowest / size;
    },
    solve(radius, p) {
      let length = attempt(0, p);
      if (length <= radius) return;
      if (!(length < Infinity)) {
        findValues();
        const rounding = 4 * 2 ** -52 * size;
        // ‖g‖ ≤ (λ + max |λᵢ|)·Δ
        const least = norm2(gradient) / radius - size;
        for (let more = rounding; !(length < Infinity) && more < Infinity; more = 4 * more || Number.MIN_VALUE) {
          length = attempt(Math.max(0, more - lowest, least), p);
        }
        if (length < radius) {
          complete(radius, p);
          return;
        }
      }
      for (let i = 0; i < 100 && length > (1 + 1e-6) * radius; i++) {
        // λ + ‖p‖² / ‖L⁻¹·p‖² · (‖p‖ − Δ) / Δ
        work.set(p);
        solveLower(factors, work);
        const next = lambda + ((length / norm2(work)) ** 2 * (length - radius)) / radius;
        if (!(next > lambda)) break;
        length = attempt(next, p);
      }
      if (!(Math.abs(length / radius - 1) <= 1e-6)) {
        // So near to the hard case that no λ is near enough.
        let more = 2 ** -52 * (lambda + normInf(hessian));
        for (; length > radius && more < Infinity; more *= 2) length = attempt(lambda + more, p);
        complete(radius, p);
      }
    },
  };
}
