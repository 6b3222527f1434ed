import type { Box } from '../problem/bounds.ts';
import type { Differences } from './residuals.ts';
import type { LeastSquaresStatus } from './result.ts';

/** What a method of least squares asks of its driver; there is one for each run, filled anew every time. */
export interface FitRequest {
  /**
   * - `residuals`: the driver writes the m residuals at `x` into `out`
   * - `difference`: the same, but for derivatives: not a point that may be moved to
   * - `jacobian`: it writes the m × n derivatives at `x` into `out`
   * - `iterate`: the start is known or a step was accepted; it tests limits, and ends with `verdict` if there is one
   */
  kind: 'residuals' | 'difference' | 'jacobian' | 'iterate';
  x: Float64Array;
  out: Float64Array;
  verdict: LeastSquaresStatus | undefined;
}

/** What a method and its driver share: the present point. */
export interface FitRun {
  readonly n: number;
  readonly m: number;
  /** The present point, its residuals and their derivatives. Methods exchange the arrays for others rather than copy. */
  x: Float64Array;
  residuals: Float64Array;
  jacobian: Float64Array;
  /** What is minimised: ½‖r‖², or what a robust loss makes of it. */
  cost: number;
  readonly gradient: Float64Array;
  optimality: number;
  /** Radius of the trust region. */
  radius: number;
  /** Accepted steps, counted by the method. */
  nit: number;
  /** Relative accuracy of residuals. */
  readonly noise: number;
  /** Whether the user's function writes derivatives; otherwise, how they are had. */
  readonly hasJacobian: boolean;
  differences: Differences;
  readonly box: Box;
  readonly request: FitRequest;
}

/** A method of least squares: begins when `x`, `residuals` are those of the start, and tells how it ended. */
export type FitSteps = Generator<FitRequest, LeastSquaresStatus, void>;

export function residualsAt({ request }: FitRun, x: Float64Array, out: Float64Array): FitRequest {
  request.kind = 'residuals';
  request.x = x;
  request.out = out;
  return request;
}

export function jacobianAt({ request }: FitRun, x: Float64Array, out: Float64Array): FitRequest {
  request.kind = 'jacobian';
  request.x = x;
  request.out = out;
  return request;
}

/** Asks for the residuals beside a point whose derivatives are wanted. */
export function differenceAt({ request }: FitRun, x: Float64Array, out: Float64Array): FitRequest {
  request.kind = 'difference';
  request.x = x;
  request.out = out;
  return request;
}

/** Tells that the run is at its start or has moved, and whether that is the end. */
export function iterated({ request }: FitRun, verdict: LeastSquaresStatus | undefined): FitRequest {
  request.kind = 'iterate';
  request.verdict = verdict;
  return request;
}
