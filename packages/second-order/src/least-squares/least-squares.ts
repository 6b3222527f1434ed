import { ArgumentError, describe } from '@gradkit/core';
import { type Bounds, boxOf } from '../problem/bounds.ts';
import type { Awaitable } from '../problem/drive.ts';
import type { LeastSquaresCommonOptions } from './common-options.ts';
import { fit } from './fit.ts';
import type { FitRun } from './fit-run.ts';
import type { AsyncResidualJacobian, AsyncResiduals, ResidualJacobian, Residuals } from './residuals.ts';
import type { LeastSquaresResult } from './result.ts';
import {
  linearizeLoss,
  lossOf,
  type RobustLoss,
  type RobustLossName,
  type ScaledLoss,
  scaledLoss,
} from './robust-loss.ts';
import { moveInside, trustRegionReflectiveSteps } from './trust-region-reflective.ts';

/** Options of {@link leastSquares}. */
export interface LeastSquaresOptions<Jac = ResidualJacobian> extends LeastSquaresCommonOptions<Jac> {
  /**
   * Convergence: the largest number of the gradient is at most this, those of variables with a bound ahead times the distance
   * from it; default 0.
   */
  readonly gtol?: number | undefined;
  /** For each variable its least and its greatest value, or null; default none. */
  readonly bounds?: Bounds | undefined;
  /** How residuals count: a name, or a function of one's own; default `'linear'`, as in least squares. */
  readonly loss?: RobustLossName | RobustLoss | undefined;
  /** Residuals that are larger than this are the outliers of a loss; default 1. */
  readonly fScale?: number | undefined;
  /**
   * Typical sizes of the variables; default 1. With `'jac'`, the larger the derivatives by a variable, the smaller its steps: then
   * nothing depends on the units of the variables.
   */
  readonly xScale?: 'jac' | number | ArrayLike<number> | undefined;
}

/**
 * Nonlinear least squares with bounds and losses for outliers: Gauss–Newton steps within a trust region, which bounds reflect.
 *
 * ```text
 * minimise ½·C²·Σ ρ((rᵢ(x)/C)²)  subject to lower ≤ x ≤ upper
 *
 * linear    ρ(z) = z                          least squares
 * soft-l1   ρ(z) = 2(√(1 + z) − 1)
 * huber     ρ(z) = z, from z = 1 on 2√z − 1
 * cauchy    ρ(z) = ln(1 + z)
 * arctan    ρ(z) = arctan z
 * ```
 *
 * The step in a region is exact, from a factorization of J by Householder's reflections. Where large residuals make Gauss–Newton
 * steps too long or too short, two steps in a row tell by how much, and the next is right. There may be fewer residuals than variables, and columns of J may depend on each other.
 * Where neither bounds nor a loss are needed, {@link levenbergMarquardt} does the same in less code.
 *
 * - `bounds` (none): `[lower, upper]` for each variable, with null for no bound; a start out of bounds is moved within
 * - `loss` (`'linear'`): one of the above, or a function that writes ρ(z), ρ′(z) and ρ″(z)
 * - `fScale` (1): C, the size from which residuals are outliers
 * - `xScale` (1): typical sizes of the variables, or `'jac'` for what the Jacobian says of them
 * - `m` (from what the function returns): the number of residuals; needed only if it writes them into its second argument
 * - `jac` (differences): the derivatives, `(x, out) => …` row by row, or `'2-point'`, `'3-point'`; by default forward
 *   differences, and central ones at the end. They stay within bounds
 * - `ftol` (1e-16): the cost fell, and was predicted to fall, by no more than this part of it
 * - `xtol` (1e-11): the step is this part of ‖x‖ or less, both scaled
 * - `gtol` (0): the gradient, times the distance from a bound that it leads to, is no larger than this
 * - `maxIter` (5,000), `maxFev`, `timeLimitMs`, `signal`, `callback`, `trace`, `fnoise`: as minimisers have them
 *
 * What ends at a bound is exactly on it, and counts as known in the covariance. That of a loss has residuals and derivatives
 * weighted by √ρ′.
 *
 * @param residuals returns the m residuals or writes them into its second argument; a promise of it makes the result one
 * @param x0 where to start; not changed
 * @throws ArgumentError when an argument is none or an option is out of range
 * @see Branch, Coleman and Li, A subspace, interior, and conjugate gradient method for large-scale bound-constrained
 * minimization problems, SIAM J. Sci. Comput. 21 (1999); losses: Triggs, McLauchlan, Hartley and Fitzgibbon, Bundle adjustment: a
 * modern synthesis, 2000
 * @example
 * ```ts
 * import { leastSquares } from '@gradkit/second-order';
 * const t = [0, 1, 2, 3, 4];
 * const y = [1.01, 2.98, 5.03, 70, 8.99]; // on 1 + 2t, but for one
 * const line = leastSquares(([a, b]) => t.map((t, i) => a + b * t - y[i]), [0, 0], { loss: 'cauchy', fScale: 0.1 });
 * console.log(line.x); // near 1 and 2
 * ```
 */
export function leastSquares(
  residuals: AsyncResiduals,
  x0: ArrayLike<number>,
  options?: LeastSquaresOptions<AsyncResidualJacobian>,
): Promise<LeastSquaresResult>;
export function leastSquares(
  residuals: Residuals,
  x0: ArrayLike<number>,
  options?: LeastSquaresOptions,
): LeastSquaresResult;
export function leastSquares(
  residuals: Residuals | AsyncResiduals,
  x0: ArrayLike<number>,
  options: LeastSquaresOptions<AsyncResidualJacobian> = {},
): Awaitable<LeastSquaresResult> {
  const where = 'leastSquares';
  const { loss: given = 'linear', fScale = 1, bounds, xScale = 1 } = options ?? {};
  const loss = scaledLoss(where, given, fScale);
  return fit(
    {
      name: where,
      keys: ['bounds', 'loss', 'fScale', 'xScale'],
      boxOf: (n) => boxOf(where, n, bounds),
      prepare: moveInside,
      steps: (run, settings) => trustRegionReflectiveSteps(run, settings, loss, sizesOf(where, run.n, xScale)),
      cost: (residuals) => lossOf(loss, residuals),
      linearize: (run) => weighted(loss, run),
    },
    residuals,
    x0,
    options,
  );
}

/** 1 / xScale; undefined where the Jacobian says it. */
function sizesOf(where: string, n: number, xScale: LeastSquaresOptions['xScale']): Float64Array | undefined {
  if (xScale === 'jac') return undefined;
  const sizes = typeof xScale === 'number' ? new Float64Array(n).fill(xScale) : Float64Array.from(xScale ?? []);
  if (sizes.length !== n || !sizes.every((each) => each > 0 && each < Infinity)) {
    throw new ArgumentError(
      `${where}: xScale must be "jac", a positive number or ${n} of them, got ${describe(xScale)}.`,
    );
  }
  return sizes.map((each) => 1 / each);
}

/** The linear problem at the end, of which the covariance is that of the estimates. */
function weighted(
  loss: ScaledLoss,
  { residuals, jacobian }: FitRun,
): { residuals: Float64Array; jacobian: Float64Array } {
  const linear = { residuals: new Float64Array(residuals.length), jacobian: new Float64Array(jacobian.length) };
  linearizeLoss(loss, residuals, jacobian, linear, false);
  return linear;
}
