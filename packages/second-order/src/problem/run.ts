import type { LinearOperator } from './result.ts';

/**
 * What a method asks of its driver. A method is a generator of requests: it never calls the function itself, so that one
 * code serves functions that are called and functions that are waited for.
 *
 * There is one request for each run, filled anew every time.
 */
export interface Request {
  /**
   * - `evaluate`: the driver writes `value` and `gradient` at `x`
   * - `gradient`: it writes the gradient alone, if it can be had alone
   * - `hessianProduct`: it writes the product of the Hessian at `x` with `v` into `out`
   * - `hessian`: it writes the Hessian at `x` into `out`
   * - `iterate`: a step was accepted; it tests for convergence and limits
   */
  kind: 'evaluate' | 'gradient' | 'hessianProduct' | 'hessian' | 'iterate';
  x: Float64Array;
  value: number;
  gradient: Float64Array;
  v: Float64Array;
  out: Float64Array;
}

/** How a method can end by itself; all else the driver decides. `gtol` is for methods that confirm what is stationary. */
type Failure = 'gtol' | 'line-search-failed' | 'small-trust-radius' | 'unbounded';

/** What a method and its driver share: the present point and counters. */
export interface Run {
  readonly n: number;
  /** The present point, its value and its gradient. Methods exchange the arrays for others rather than copy. */
  x: Float64Array;
  fun: number;
  gradient: Float64Array;
  /** The point before, as long as nothing is written over it. */
  previous: Float64Array;
  /** Norm of the gradient at `x`, written by the driver at every iterate. */
  gradNorm: number;
  /** Relative accuracy of values that the user states. */
  readonly noise: number;
  /** Accepted steps, counted by the driver. */
  nit: number;
  nskip: number;
  nrestart: number;
  step: number;
  /** Whether the gradient at `x` is within `gtol`, written by the driver at every iterate. */
  isStationary: boolean;
  /** Which second derivatives the objective has. */
  readonly hasProduct: boolean;
  readonly hasHessian: boolean;
  /** For the result: the approximate inverse Hessian at the end. */
  inverseHessian?: (() => LinearOperator) | undefined;
  readonly request: Request;
}

/** A method: begins when `run` holds the start, and ends by itself only by failing. */
export type Steps = Generator<Request, Failure, void>;

/** Asks for value and gradient at `x`; the gradient is written into `gradient`, the value into `request.value`. */
export function evaluateAt({ request }: Run, x: Float64Array, gradient: Float64Array): Request {
  request.kind = 'evaluate';
  request.x = x;
  request.gradient = gradient;
  return request;
}

/** Asks for the gradient at `x`, and for no value. */
export function gradientAt({ request }: Run, x: Float64Array, gradient: Float64Array): Request {
  request.kind = 'gradient';
  request.x = x;
  request.gradient = gradient;
  return request;
}

/** Asks for the product of the Hessian at `x` with `v`. */
export function hessianProductAt({ request }: Run, x: Float64Array, v: Float64Array, out: Float64Array): Request {
  request.kind = 'hessianProduct';
  request.x = x;
  request.v = v;
  request.out = out;
  return request;
}

/** Asks for the Hessian at `x`, row by row. */
export function hessianAt({ request }: Run, x: Float64Array, out: Float64Array): Request {
  request.kind = 'hessian';
  request.x = x;
  request.out = out;
  return request;
}

/** Tells that `x`, `fun`, `gradient` and `previous` are those of an accepted step. */
export function accepted({ request }: Run): Request {
  request.kind = 'iterate';
  return request;
}

/** Makes `x` and `gradient` the present point and returns the arrays that were it, to be written over. */
export function moveTo(run: Run, x: Float64Array, fun: number, gradient: Float64Array): void {
  run.previous = run.x;
  run.x = x;
  run.fun = fun;
  run.gradient = gradient;
}

/** Whether a value is so low that there is no minimum. */
export const isUnbounded = (fun: number): boolean => fun < -1e150;
