import { type Box, boxOf } from '../problem/bounds.ts';
import { type Awaitable, drive, isPromise } from '../problem/drive.ts';
import { startOf } from '../problem/options.ts';
import { isFiniteVector } from '../vector.ts';
import { type FitSettings, fitSettings, type LeastSquaresCommonOptions } from './common-options.ts';
import { covarianceOf } from './covariance.ts';
import type { FitRequest, FitRun, FitSteps } from './fit-run.ts';
import { halfSquares } from './linear-model.ts';
import { countOf, fitOracle, receive } from './residuals.ts';
import {
  fitMessages,
  isConverged,
  type LeastSquaresResult,
  type LeastSquaresState,
  type LeastSquaresStatus,
  type LeastSquaresTraceEntry,
} from './result.ts';

/** How a method of least squares wants to be driven. */
export interface FitMethod {
  readonly name: string;
  /** Names of its own options. */
  readonly keys: readonly string[];
  readonly steps: (run: FitRun, settings: FitSettings) => FitSteps;
  /** Bounds of the variables; default none. */
  readonly boxOf?: ((n: number) => Box) | undefined;
  /** Moves the start to where the method may begin. */
  readonly prepare?: ((x: Float64Array, box: Box) => void) | undefined;
  /** The cost of residuals; default ½‖r‖². */
  readonly cost?: ((residuals: Float64Array) => number) | undefined;
  /** Turns residuals and Jacobian at the end into those of the linear problem whose covariance is asked for. */
  readonly linearize?:
    | ((run: FitRun) => { readonly residuals: Float64Array; readonly jacobian: Float64Array })
    | undefined;
}

/**
 * Drives a method of least squares from a start to its end: evaluates what it asks for, counts, and stops it by limits,
 * callback and signal. What is computed by promises is waited for, and then the result is a promise, too.
 */
export function fit(
  method: FitMethod,
  residuals: unknown,
  x0: ArrayLike<number>,
  options: LeastSquaresCommonOptions<unknown>,
): Awaitable<LeastSquaresResult> {
  const { name: where, cost: costOf = halfSquares } = method;
  const oracle = fitOracle(where, residuals, options?.jac);
  const start = startOf(where, x0);
  const n = start.length;
  const settings = fitSettings(where, n, options, method.keys);
  const box = method.boxOf?.(n) ?? boxOf(where, n, undefined);
  method.prepare?.(start, box);
  const began = Date.now();
  const counts = { nfev: 0, njev: 0 };
  const trace: LeastSquaresTraceEntry[] | undefined = settings.trace ? [] : undefined;
  let evaluations: { readonly x: Float64Array; readonly cost: number }[] = [];

  /** Which limit, if any, forbids what is asked. Derivatives at the last point that may be evaluated are no evaluation. */
  const limit = (kind: FitRequest['kind']): LeastSquaresStatus | undefined => {
    if (settings.signal?.aborted) return 'aborted';
    if (settings.timeLimitMs < Infinity && Date.now() - began >= settings.timeLimitMs) return 'time-limit';
    return kind !== 'jacobian' && counts.nfev >= settings.maxFev ? 'max-fev' : undefined;
  };

  const finishOf =
    (run: FitRun) =>
    (status: LeastSquaresStatus): LeastSquaresResult => {
      const { x, cost, residuals: fun, jacobian: jac, gradient: grad, optimality, nit } = run;
      const isKnown = fun.length > 0 && isFiniteVector(jac);
      const isFixed = (j: number): boolean => x[j] === box.lower[j] || x[j] === box.upper[j];
      const linear = isKnown ? (method.linearize?.(run) ?? run) : undefined;
      const covariance = linear && covarianceOf(linear.residuals, linear.jacobian, n, isFixed);
      const standardErrors = covariance && Float64Array.from({ length: n }, (_, j) => Math.sqrt(covariance[j * n + j]));
      const message = fitMessages[status];
      const known = { x, cost, fun, jac, grad, optimality, nit, ...counts, status, message };
      return { ...known, converged: isConverged(status), covariance, standardErrors, trace };
    };

  const runOf = (m: number): FitRun => ({
    n,
    m,
    x: start,
    residuals: new Float64Array(m),
    jacobian: new Float64Array(m * n).fill(Number.NaN),
    cost: Number.NaN,
    gradient: new Float64Array(n).fill(Number.NaN),
    optimality: Number.NaN,
    radius: 0,
    nit: 0,
    noise: settings.fnoise,
    hasJacobian: oracle.jacobian !== undefined,
    differences: oracle.differences,
    box,
    request: { kind: 'residuals', x: start, out: start, verdict: undefined },
  });

  const begin = (out: Float64Array, returned: unknown): Awaitable<LeastSquaresResult> => {
    const m = countOf(where, returned, settings.m);
    const run = runOf(m);
    if (returned === undefined) run.residuals.set(out);
    receive(where, 'the residuals', returned, run.residuals, 1);
    run.cost = costOf(run.residuals);
    if (trace !== undefined) evaluations.push({ x: run.x.slice(), cost: run.cost });
    const finish = finishOf(run);
    if (!isFiniteVector(run.residuals) || !Number.isFinite(run.cost)) return finish('non-finite-start');
    return drive(method.steps(run, settings), answering(run), finish);
  };

  /** After a start or a step. */
  const iterate = (run: FitRun): Awaitable<LeastSquaresStatus | undefined> => {
    const { nit, x, cost, residuals: fun, gradient: grad, optimality, radius } = run;
    const state: LeastSquaresState = { nit, x, cost, fun, grad, optimality, radius, ...counts };
    const verdict = run.request.verdict ?? (nit >= settings.maxIter ? 'max-iter' : undefined);
    if (trace !== undefined) {
      const time = Date.now() - began;
      trace.push({ nit, x: x.slice(), cost, optimality, radius, ...counts, time, evaluations });
      evaluations = [];
    }
    const stop = settings.callback?.(state);
    const decide = (stop: unknown): LeastSquaresStatus | undefined =>
      verdict ?? (stop === true ? 'callback' : undefined);
    return isPromise(stop) ? stop.then(decide) : decide(stop);
  };

  const answering =
    (run: FitRun) =>
    (asked: FitRequest): Awaitable<LeastSquaresStatus | undefined> => {
      if (asked.kind === 'iterate') return iterate(run);
      const { kind, x, out } = asked;
      const reached = limit(kind);
      if (reached !== undefined) return reached;
      const isJacobian = kind === 'jacobian';
      counts[isJacobian ? 'njev' : 'nfev']++;
      const received = (returned: unknown): undefined => {
        receive(where, isJacobian ? 'the Jacobian' : 'the residuals', returned, out, isJacobian ? n : 1);
        if (kind === 'residuals' && trace !== undefined) evaluations.push({ x: x.slice(), cost: costOf(out) });
      };
      const returned = isJacobian ? oracle.jacobian?.(x, out) : oracle.residuals(x, out);
      return isPromise(returned) ? returned.then(received) : received(returned);
    };

  if (settings.signal?.aborted) return finishOf(runOf(0))('aborted');
  counts.nfev++;
  // Residuals that are not written would else be zero: a perfect fit.
  const out = new Float64Array(settings.m ?? 0).fill(Number.NaN);
  const first = oracle.residuals(start, out);
  return isPromise(first) ? first.then((returned) => begin(out, returned)) : begin(out, first);
}
