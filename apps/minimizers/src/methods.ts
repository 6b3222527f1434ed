import {
  bfgs,
  conjugateGradient,
  gradientDescent,
  lbfgs,
  lbfgsb,
  newton,
  newtonCG,
  type Objective,
  type OptimizeResult,
  trustExact,
  trustNcg,
} from '@gradkit/second-order';
import type { Bounds } from './problems.ts';

interface Options {
  readonly gtol: number;
  readonly maxFev: number;
  readonly bounds?: Bounds;
}

/** A method that is compared. */
export interface Minimizer {
  readonly name: string;
  readonly minimize: (objective: Objective, x0: readonly number[], options: Options) => OptimizeResult;
  /** Which of SciPy's methods it is compared with, if with any. */
  readonly rival?: string;
  /** What the geometric mean of the ratio of evaluations must not exceed on the small problems. */
  readonly goal?: number;
  /** Stores matrices of n × n: not run with 1,000 variables. */
  readonly dense?: boolean;
  readonly takesBounds?: boolean;
  /** Another is recommended: its counts are shown beside those of the rival, but it need not be as good. */
  readonly isVariant?: boolean;
  /**
   * On how many of the small problems it may be slower than its rival or fail where that does not: the page of results names
   * them. Counts depend on the last bit of what functions of `Math` return, so there is room for one or two.
   */
  readonly exceptions?: number;
}

export const minimizers: readonly Minimizer[] = [
  { name: 'lbfgs', minimize: lbfgs, rival: 'L-BFGS-B', goal: 1, exceptions: 2 },
  { name: 'lbfgsb', minimize: lbfgsb, rival: 'L-BFGS-B', goal: 1, takesBounds: true, exceptions: 2 },
  { name: 'bfgs', minimize: bfgs, rival: 'BFGS', goal: 0.9, dense: true, exceptions: 3 },
  { name: 'conjugateGradient', minimize: conjugateGradient, rival: 'CG', goal: 1, exceptions: 7 },
  { name: 'newton', minimize: newton, rival: 'Newton-CG', goal: 1, dense: true, exceptions: 6 },
  { name: 'newtonCG', minimize: newtonCG, rival: 'Newton-CG', goal: 1, exceptions: 2 },
  { name: 'trustNcg', minimize: trustNcg, rival: 'trust-ncg', goal: 1, exceptions: 2 },
  { name: 'trustExact', minimize: trustExact, rival: 'trust-exact', goal: 1, dense: true, exceptions: 2 },
  {
    name: 'newton, cholesky',
    minimize: (objective, x0, options) => newton(objective, x0, { ...options, modification: 'cholesky' }),
    rival: 'Newton-CG',
    dense: true,
    isVariant: true,
  },
  ...(['polak-ribiere+', 'hestenes-stiefel', 'dai-yuan', 'fletcher-reeves'] as const).map(
    (beta): Minimizer => ({
      name: `conjugateGradient, ${beta}`,
      minimize: (objective, x0, options) => conjugateGradient(objective, x0, { ...options, beta }),
      rival: 'CG',
      isVariant: true,
    }),
  ),
  { name: 'gradientDescent', minimize: gradientDescent, isVariant: true },
];
