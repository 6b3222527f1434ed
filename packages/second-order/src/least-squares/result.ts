/**
 * How a run of least squares ended. The first six are convergence; the others say what stopped it, and `x` is the best point
 * that was accepted before.
 */
export type LeastSquaresStatus =
  | 'gtol'
  | 'ftol'
  | 'xtol'
  | 'ftol-and-xtol'
  | 'orthogonal'
  | 'precision'
  | 'max-iter'
  | 'max-fev'
  | 'time-limit'
  | 'callback'
  | 'aborted'
  | 'small-trust-radius'
  | 'non-finite-start';

const converged: readonly LeastSquaresStatus[] = ['gtol', 'ftol', 'xtol', 'ftol-and-xtol', 'orthogonal', 'precision'];

export const isConverged = (status: LeastSquaresStatus): boolean => converged.includes(status);

/** What each status means, in words. */
export const fitMessages: Readonly<Record<LeastSquaresStatus, string>> = {
  gtol: 'The gradient is within gtol.',
  ftol: 'The actual and the predicted relative reduction of the sum of squares are within ftol.',
  xtol: 'The step, relative to the variables, is within xtol.',
  'ftol-and-xtol': 'The reduction of the sum of squares is within ftol, and the step within xtol.',
  orthogonal:
    'The residuals are orthogonal to the columns of the Jacobian, as far as the precision of derivatives tells.',
  precision: 'What a step could remove of the residuals is below the precision that they are computed in.',
  'max-iter': 'The limit of iterations was reached: raise maxIter to go on.',
  'max-fev': 'The limit of evaluations was reached: raise maxFev to go on.',
  'time-limit': 'The limit of time was reached: raise timeLimitMs to go on.',
  callback: 'The callback asked to stop.',
  aborted: 'The signal was aborted.',
  'small-trust-radius':
    'The trust region has shrunk to nothing, but the derivatives promise a reduction: they do not belong to the residuals, or those have a kink here.',
  'non-finite-start': 'The residuals or their derivatives at the start are not finite: begin where they are defined.',
};

/** What a callback sees at the start and after each accepted step. The arrays are those of the method: copy what you keep. */
export interface LeastSquaresState {
  /** Number of iterations so far; 0 at the start. */
  readonly nit: number;
  readonly x: Float64Array;
  readonly cost: number;
  /** The residuals. */
  readonly fun: Float64Array;
  readonly grad: Float64Array;
  readonly optimality: number;
  /** Radius of the trust region, in the scaled variables of the method. */
  readonly radius: number;
  readonly nfev: number;
  readonly njev: number;
}

/** One iteration in a trace: copies, with every evaluation of residuals since the one before, those for differences excepted. */
export interface LeastSquaresTraceEntry extends Omit<LeastSquaresState, 'fun' | 'grad'> {
  /** Milliseconds since the start. */
  readonly time: number;
  readonly evaluations: readonly { readonly x: Float64Array; readonly cost: number }[];
}

/** Where a run of least squares ended, and what it took. */
export interface LeastSquaresResult {
  /** The best point: a new array. */
  readonly x: Float64Array;
  /** ½‖r‖², or what a robust loss makes of it. */
  readonly cost: number;
  /** The residuals at `x`. */
  readonly fun: Float64Array;
  /** Their derivatives at `x`, row by row: m·n numbers. */
  readonly jac: Float64Array;
  /** The gradient of the cost; NaN, as the Jacobian, if the run ended before there were derivatives. */
  readonly grad: Float64Array;
  /** The largest number of the gradient; with bounds, scaled by the distance from the bound that the gradient points away from. */
  readonly optimality: number;
  /** Accepted steps. */
  readonly nit: number;
  /** Evaluations of the residuals, those for differences included, and of the Jacobian. */
  readonly nfev: number;
  readonly njev: number;
  readonly status: LeastSquaresStatus;
  /** The status in words. */
  readonly message: string;
  /** Whether a tolerance was met, or rounding allows no more. */
  readonly converged: boolean;
  /**
   * Covariance of the variables, s²·(JᵀJ)⁻¹ with s² = ‖r‖²/(m − n), row by row: n² numbers. Undefined where residuals do not
   * say it: when there are no more of them than variables, or columns of the Jacobian depend on each other.
   */
  readonly covariance: Float64Array | undefined;
  /** Square roots of its diagonal. */
  readonly standardErrors: Float64Array | undefined;
  /** With the option `trace`. */
  readonly trace?: readonly LeastSquaresTraceEntry[] | undefined;
}
