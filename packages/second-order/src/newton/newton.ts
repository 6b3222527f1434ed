import { cholesky } from '../dense/cholesky.ts';
import { modifiedCholesky } from '../dense/modified-cholesky.ts';
import { symmetricEigen } from '../dense/symmetric-eigen.ts';
import { solveLower, solveLowerTransposed } from '../dense/triangular.ts';
import { newTrial } from '../line-search/search-along.ts';
import { type Method, minimize } from '../problem/minimize.ts';
import type { AsyncObjective, Objective } from '../problem/objective.ts';
import { type CommonOptions, checkChoice } from '../problem/options.ts';
import type { OptimizeResult } from '../problem/result.ts';
import type { Run, Steps } from '../problem/run.ts';
import { axpy, dot, isFiniteVector, negate, norm2, normInf, scale } from '../vector.ts';
import { curvatureOf } from './curvature.ts';
import { leaveSaddle, negligible } from './leave-saddle.ts';
import { confirms, searchDown, take } from './newton-search.ts';

/** Options of {@link newton}. */
export interface NewtonOptions extends CommonOptions {
  /**
   * What becomes of a Hessian that is not positive definite: its eigenvalues become their absolute values (`'eigenvalue'`,
   * the default), or pivots of its factors are raised (`'cholesky'`: a tenth of the work, but it depends on the axes).
   */
  readonly modification?: 'cholesky' | 'eigenvalue' | undefined;
}

/**
 * Newton's method: goes to the minimum of the parabola that has the function's gradient and Hessian, with a line search.
 *
 * ```text
 * (H + E)·d = −∇f(x)        x ← x + α·d
 * ```
 *
 * E is 0 where the Hessian H is positive definite. Then α = 1 is tried first, and near a minimum each step doubles the
 * number of right digits. A point where the gradient is small is left again if the Hessian there has a negative eigenvalue:
 * it is a saddle. Memory grows with n², time with n³ for each iteration; for many variables take `newtonCG` or `trustNcg`.
 *
 * `hess` of the objective is used if it is there; otherwise n products `hessp`, or n differences of gradients.
 *
 * @param options `modification` (`'eigenvalue'` or `'cholesky'`) and those of all minimisers
 * @throws ArgumentError for an objective, a start or options that are none
 * @see Nocedal and Wright, Numerical optimization, 2nd edition 2006, section 3.4
 * @see Gill, Murray and Wright, Practical optimization, 1981, section 4.4
 *
 * @example
 * ```ts
 * import { newton } from '@gradkit/second-order';
 * const result = newton(
 *   {
 *     valueAndGrad(x, gradient) {
 *       gradient[0] = Math.exp(x[0]) - 2;
 *       return Math.exp(x[0]) - 2 * x[0];
 *     },
 *     hess(x, out) {
 *       out[0] = Math.exp(x[0]);
 *     },
 *   },
 *   [3],
 *   { gtol: 1e-10 },
 * );
 * console.log(result.status, result.x[0].toFixed(8)); // gtol 0.69314718
 * ```
 */
export function newton(
  objective: AsyncObjective,
  x0: ArrayLike<number>,
  options?: NewtonOptions,
): Promise<OptimizeResult>;
export function newton(objective: Objective, x0: ArrayLike<number>, options?: NewtonOptions): OptimizeResult;
export function newton(
  objective: Objective | AsyncObjective,
  x0: ArrayLike<number>,
  options: NewtonOptions = {},
): OptimizeResult | Promise<OptimizeResult> {
  const { modification = 'eigenvalue' } = options ?? {};
  checkChoice('newton', 'modification', modification, ['cholesky', 'eigenvalue']);
  const method: Method = {
    name: 'newton',
    keys: ['modification'],
    confirms,
    steps: (run) => newtonSteps(run, modification),
  };
  return minimize(method, objective, x0, options);
}

function* newtonSteps(run: Run, modification: 'cholesky' | 'eigenvalue'): Steps {
  const { n } = run;
  const curvature = curvatureOf(run);
  const hessian = new Float64Array(n * n);
  const work = new Float64Array(n * n);
  const factors = modification === 'cholesky' ? modifiedCholesky(n) : undefined;
  const eigen = symmetricEigen(n);
  const direction = new Float64Array(n);
  const trial = newTrial(n);
  let isDefinite = false;
  let lengthBefore = Infinity;

  /** direction ← −(H + E)⁻¹·g; returns false where that cannot be had. */
  const solve = (): boolean => {
    negate(run.gradient, direction);
    isDefinite = false;
    if (!isFiniteVector(hessian)) return false;
    if (factors !== undefined) {
      isDefinite = factors.factor(hessian) <= negligible * normInf(hessian);
      factors.solve(direction);
      return true;
    }
    work.set(hessian);
    isDefinite = cholesky(work, n) === n;
    if (isDefinite) {
      solveLower(work, direction);
      solveLowerTransposed(work, direction);
      return true;
    }
    return eigen.decompose(hessian) && divide();
  };

  /** direction ← Σ vᵢ·(vᵢᵀ·direction) / max(|λᵢ|, ε·max |λ|) */
  const divide = (): boolean => {
    const { values, vectors } = eigen;
    const least = 2 ** -52 * n * normInf(values);
    if (least === 0) return false;
    const right = work.subarray(0, n);
    right.set(direction);
    direction.fill(0);
    for (let i = 0; i < n; i++) {
      const v = vectors.subarray(i * n, (i + 1) * n);
      axpy(dot(v, right) / Math.max(Math.abs(values[i]), least), v, direction, direction);
    }
    return true;
  };

  for (;;) {
    yield* curvature.hessian(hessian);
    if (run.isStationary) {
      if (!eigen.decompose(hessian)) return 'gtol';
      const lowest = eigen.values.indexOf(Math.min(...eigen.values));
      if (!(eigen.values[lowest] < -negligible * normInf(eigen.values))) return 'gtol';
      direction.set(eigen.vectors.subarray(lowest * n, (lowest + 1) * n));
      yield* leaveSaddle(run, direction, eigen.values[lowest], trial);
      if (trial.point.step === 0) return 'gtol';
      yield take(run, trial);
      continue;
    }
    if (!solve()) scale(1 / norm2(run.gradient), direction);
    // A Hessian that is nearly singular, or was modified, says little about how far to go.
    const longest = Math.min(isDefinite ? Infinity : 2 * lengthBefore, 1e6 * Math.max(1, norm2(run.x)));
    const length = norm2(direction);
    if (length > longest) scale(longest / length, direction);
    const end = yield* searchDown(run, direction, trial);
    if (trial.point.step === 0) return 'line-search-failed';
    lengthBefore = trial.point.step * norm2(direction);
    yield take(run, trial);
    if (end === 'max-step') return 'unbounded';
  }
}
