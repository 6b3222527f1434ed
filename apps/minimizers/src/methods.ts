import { bfgs, lbfgs, type Objective, type OptimizeResult } from '@gradkit/second-order';
import type { Bounds, Tolerance } from './problems.ts';

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
  /** The geometric mean of the ratio of evaluations that it must not exceed. */
  readonly goal?: number;
  /** Stores matrices of n × n: not run with 1,000 variables. */
  readonly dense?: boolean;
  readonly takesBounds?: boolean;
  /** Violations that are known, with their reasons beside them; a test says when there are others. */
  readonly known?: Readonly<Partial<Record<Tolerance, readonly string[]>>>;
}

export const minimizers: readonly Minimizer[] = [
  {
    name: 'bfgs',
    minimize: bfgs,
    rival: 'BFGS',
    goal: 0.85,
    dense: true,
    known: {
      // Meyer is solved by its value: its gradient cannot be that small, and the search for it goes on.
      '1e-5': ['mgh10_meyer/3: too many evaluations', 'sinquad/50: too many evaluations'],
      '1e-8': [
        'mgh10_meyer/3: too many evaluations',
        'mgh17_osborne1/5: too many evaluations',
        'sinquad/50: too many evaluations',
      ],
    },
  },
  {
    name: 'lbfgs',
    minimize: lbfgs,
    rival: 'L-BFGS-B',
    goal: 1,
    // SciPy comes across a small gradient in the valley by chance: its value there is 4e-7.
    known: { '1e-5': ['mgh03_powell_badly_scaled/2: too many evaluations'] },
  },
];
