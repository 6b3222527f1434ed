/**
 * How a run ended. `gtol`, `ftol` and `xtol` are convergence; the others say what stopped it, and `x` is the best point
 * that was accepted before.
 */
export type Status =
  | 'gtol'
  | 'ftol'
  | 'xtol'
  | 'max-iter'
  | 'max-fev'
  | 'time-limit'
  | 'callback'
  | 'aborted'
  | 'line-search-failed'
  | 'small-trust-radius'
  | 'non-finite-start'
  | 'unbounded';

/** What each status means, in words. */
export const messages: Readonly<Record<Status, string>> = {
  gtol: 'The gradient is within gtol.',
  ftol: 'The value has changed by less than ftol in two iterations.',
  xtol: 'The variables have changed by less than xtol.',
  'max-iter': 'The limit of iterations was reached: raise maxIter to go on.',
  'max-fev': 'The limit of evaluations was reached: raise maxFev to go on.',
  'time-limit': 'The limit of time was reached: raise timeLimitMs to go on.',
  callback: 'The callback asked to stop.',
  aborted: 'The signal was aborted.',
  'line-search-failed':
    'No step downhill lowers the value: rounding allows no more, or the gradient is wrong (see checkGradient).',
  'small-trust-radius':
    'The trust region has shrunk to nothing: rounding allows no more, or the gradient is wrong (see checkGradient).',
  'non-finite-start': 'The value or the gradient at the start is not finite: begin where the function is defined.',
  unbounded: 'The value falls without limit.',
};

/** What a callback sees after each accepted step. The arrays are those of the method: copy what you keep. */
export interface IterationState {
  /** Number of iterations so far; 0 at the start. */
  readonly nit: number;
  readonly x: Float64Array;
  readonly fun: number;
  readonly grad: Float64Array;
  /** Norm of the gradient, as the option `gnorm` says; with bounds, of the projected gradient. */
  readonly gradNorm: number;
  /** Length of the step in multiples of the direction, or the radius of the trust region; 0 at the start. */
  readonly step: number;
  readonly nfev: number;
  readonly ngev: number;
  readonly nhev: number;
}

/** One iteration in a trace: copies, with every evaluation since the one before; the last one has those after it, too. */
export interface TraceEntry extends Omit<IterationState, 'grad'> {
  /** Milliseconds since the start. */
  readonly time: number;
  readonly evaluations: readonly { readonly x: Float64Array; readonly fun: number }[];
}

/** A matrix that is known by its products. */
export interface LinearOperator {
  readonly n: number;
  /** Writes the product with `v` into `out`, which is returned; by default a new array. */
  apply(v: Float64Array, out?: Float64Array): Float64Array;
}

/** Where a method ended, and what it took. */
export interface OptimizeResult {
  /** The best point: a new array. */
  readonly x: Float64Array;
  readonly fun: number;
  readonly grad: Float64Array;
  /** Norm of the gradient, as the option `gnorm` says; with bounds, of the projected gradient. */
  readonly gradNorm: number;
  /** Iterations: accepted steps. */
  readonly nit: number;
  /** Evaluations of the value, of the gradient (both together count once in each) and products with the Hessian. */
  readonly nfev: number;
  readonly ngev: number;
  readonly nhev: number;
  /** Updates of the approximate Hessian that were left out, as the curvature along the step was not positive. */
  readonly nskip: number;
  /** How often a method gave up what it had learned of curvature. */
  readonly nrestart: number;
  readonly status: Status;
  /** The status in words. */
  readonly message: string;
  /** Whether a tolerance was met: `gtol`, or `ftol` or `xtol` if those were given. */
  readonly converged: boolean;
  /** With the option `trace`. */
  readonly trace?: readonly TraceEntry[] | undefined;
  /** The approximate inverse Hessian, of methods that have one. */
  readonly inverseHessian?: LinearOperator | undefined;
}
