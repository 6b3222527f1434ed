import { ArgumentError, checkOptions, describe } from '@gradkit/core';
import { type CommonOptions, checkAtLeast, type Settings, settingsOf } from '../problem/options.ts';
import type { Differences, ResidualJacobian } from './residuals.ts';
import type { LeastSquaresState } from './result.ts';

/** Options that {@link levenbergMarquardt} and {@link leastSquares} share. */
export interface LeastSquaresCommonOptions<Jac = ResidualJacobian>
  extends Pick<CommonOptions, 'maxFev' | 'timeLimitMs' | 'fnoise' | 'trace' | 'signal'> {
  /** Number of residuals; needed only by a function that writes them rather than return them. */
  readonly m?: number | undefined;
  /**
   * The derivatives. Without them, differences of residuals are taken: forward ones (n more evaluations for each Jacobian), and,
   * when these say that the run has converged, central ones (2n) to confirm it and to gain the last digits. `'2-point'` takes
   * only forward, `'3-point'` only central ones.
   */
  readonly jac?: Jac | Exclude<Differences, 'refined'> | undefined;
  /** Convergence: the sum of squares fell, and was predicted to fall, by no more than this part of it; default 1e-16. */
  readonly ftol?: number | undefined;
  /** Convergence: the step is no longer than this part of ‖x‖, both scaled by the norms of the Jacobian's columns; default 1e-11. */
  readonly xtol?: number | undefined;
  /** Most iterations; default 5,000: narrow valleys take a thousand. */
  readonly maxIter?: number | undefined;
  /** Called at the start and after each accepted step; `true` or a promise of it stops, whatever else it returns does not. */
  readonly callback?: ((state: LeastSquaresState) => unknown) | undefined;
}

const keys = [
  ...['jac', 'm', 'ftol', 'xtol', 'gtol'],
  ...['maxIter', 'maxFev', 'timeLimitMs', 'fnoise', 'trace', 'signal', 'callback'],
];

/** {@link LeastSquaresCommonOptions}, checked and complete. */
export interface FitSettings extends Omit<Settings, 'callback' | 'gnorm'> {
  readonly m: number | undefined;
  readonly callback: LeastSquaresCommonOptions['callback'];
}

export function fitSettings(
  where: string,
  n: number,
  options: LeastSquaresCommonOptions<unknown> & { readonly gtol?: number | undefined },
  own: readonly string[],
): FitSettings {
  checkOptions(where, options, [...keys, ...own]);
  const { m, ftol = 1e-16, xtol = 1e-11, gtol = 0, callback } = options;
  const { maxIter = 5000, maxFev, timeLimitMs, fnoise, trace, signal } = options;
  checkAtLeast(where, 0, { ftol, xtol, gtol });
  if (m !== undefined && !(Number.isInteger(m) && m > 0)) {
    throw new ArgumentError(`${where}: m must be an integer of at least 1, got ${describe(m)}.`);
  }
  const common = { ftol, xtol, gtol, maxIter, maxFev, timeLimitMs, fnoise, trace, signal };
  const settings = settingsOf(where, n, { ...common, callback: callback as CommonOptions['callback'] }, []);
  return { ...settings, m, callback };
}
