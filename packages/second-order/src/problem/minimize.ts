import { ArgumentError, describe } from '@gradkit/core';
import { isFiniteVector, norm2, normInf } from '../vector.ts';
import { type Awaitable, drive, isPromise } from './drive.ts';
import type { AsyncObjective, Objective } from './objective.ts';
import { type CommonOptions, type Settings, settingsOf, startOf } from './options.ts';
import { oracleOf } from './oracle.ts';
import { type IterationState, messages, type OptimizeResult, type Status, type TraceEntry } from './result.ts';
import { isUnbounded, type Request, type Run, type Steps } from './run.ts';

/** How a method wants to be driven. */
export interface Method {
  readonly name: string;
  /** The method, from a start that is known and not yet good enough. */
  steps(run: Run, settings: Settings): Steps;
  /** Names of its own options. */
  readonly keys: readonly string[];
  /** Moves the start to where the function may be evaluated first; for bounds. */
  readonly project?: (x: Float64Array) => void;
  /** The norm that is compared with `gtol`; default that of the gradient. */
  readonly measure?: (run: Run, settings: Settings) => number;
  /**
   * Whether it looks at second derivatives where the gradient is small, for that may be a saddle: it then ends by itself,
   * with `gtol`, and not at once.
   */
  readonly confirms?: ((run: Run) => boolean) | undefined;
}

type Trial = TraceEntry['evaluations'][number];

const gradientNorm = ({ gradient }: Run, { gnorm }: Settings): number =>
  gnorm === 'inf' ? normInf(gradient) : norm2(gradient);

/**
 * Drives a method from a start to its end: evaluates what it asks for, counts, and stops it by tolerances, limits,
 * callback and signal. What is computed by promises is waited for, and then the result is a promise, too.
 */
export function minimize(
  method: Method,
  objective: Objective | AsyncObjective,
  x0: ArrayLike<number>,
  options: CommonOptions,
): OptimizeResult | Promise<OptimizeResult> {
  const where = method.name;
  const oracle = oracleOf(where, objective);
  const start = startOf(where, x0);
  const n = start.length;
  const settings = settingsOf(where, n, options, method.keys);
  method.project?.(start);

  const gradient = new Float64Array(n);
  const request: Request = { kind: 'evaluate', x: start, value: 0, gradient, v: gradient, out: gradient };
  const run: Run = {
    n,
    x: start,
    fun: Number.NaN,
    gradient,
    previous: start,
    gradNorm: Number.NaN,
    noise: settings.fnoise,
    nit: 0,
    nskip: 0,
    nrestart: 0,
    step: 0,
    isStationary: false,
    hasProduct: oracle.hessp !== undefined,
    hasHessian: oracle.hess !== undefined,
    request,
  };
  const counts = { nfev: 0, ngev: 0, nhev: 0 };
  const began = Date.now();
  const trace: (TraceEntry & { evaluations: Trial[] })[] | undefined = settings.trace ? [] : undefined;
  let evaluations: Trial[] = [];

  /** Which limit, if any, forbids another evaluation. */
  const limit = (): Status | undefined => {
    if (settings.signal?.aborted) return 'aborted';
    if (settings.timeLimitMs < Infinity && Date.now() - began >= settings.timeLimitMs) return 'time-limit';
    return counts.nfev >= settings.maxFev ? 'max-fev' : undefined;
  };

  const received = (value: unknown): undefined => {
    if (typeof value !== 'number') {
      throw new ArgumentError(`${where}: the objective must return a number, got ${describe(value)}.`);
    }
    request.value = value;
    if (trace !== undefined) evaluations.push({ x: request.x.slice(), fun: value });
  };

  const evaluate = (): undefined | Promise<undefined> => {
    counts.nfev++;
    counts.ngev++;
    const value: unknown = oracle.valueAndGrad(request.x, request.gradient);
    return isPromise(value) ? value.then(received) : received(value);
  };

  const state = (): IterationState => {
    const { nit, x, fun, gradNorm, step } = run;
    return { nit, x, fun, grad: run.gradient, gradNorm, step, ...counts };
  };

  const measure = method.measure ?? gradientNorm;
  let startFun = Number.NaN;
  let lastFun = Number.NaN;
  let small = 0;

  /** Whether the step that was just accepted is the last one, and why. */
  const judge = (): Status | undefined => {
    const { fun, nit } = run;
    run.isStationary = run.gradNorm <= settings.gtol;
    if (run.isStationary && method.confirms?.(run) !== true) return 'gtol';
    if (isUnbounded(fun)) return 'unbounded';
    if (nit > 0) {
      const isSmall = Math.abs(lastFun - fun) <= settings.ftol * Math.max(Math.abs(fun), Math.abs(lastFun), 1);
      small = isSmall ? small + 1 : 0;
      if (settings.ftol >= 0 && small >= 2) return 'ftol';
      if (settings.xtol >= 0 && stepNorm(run) <= settings.xtol * Math.max(1, normInf(run.x))) return 'xtol';
    }
    return nit >= settings.maxIter ? 'max-iter' : undefined;
  };

  /** After a start or a step. */
  const iterate = (): Status | undefined | Promise<Status | undefined> => {
    run.gradNorm = measure(run, settings);
    const verdict = judge();
    lastFun = run.fun;
    if (trace !== undefined) {
      const { grad, ...entry } = state();
      trace.push({ ...entry, x: entry.x.slice(), time: Date.now() - began, evaluations });
      evaluations = [];
    }
    if (settings.callback === undefined) return verdict;
    const stop = settings.callback(state());
    const decide = (stop: unknown): Status | undefined => verdict ?? (stop === true ? 'callback' : undefined);
    return isPromise(stop) ? stop.then(decide) : decide(stop);
  };

  /** Does what is asked; returns why the run ends, if it does. */
  const answer = (asked: Request): Status | undefined | Promise<Status | undefined> => {
    if (asked.kind === 'iterate') {
      run.nit++;
      return iterate();
    }
    const reached = limit();
    if (reached !== undefined) return reached;
    const { kind, x, v, out } = asked;
    if (kind === 'gradient' && oracle.grad !== undefined) {
      counts.ngev++;
      return done(oracle.grad(x, asked.gradient));
    }
    if (kind === 'evaluate' || kind === 'gradient') return evaluate();
    counts.nhev++;
    return done(kind === 'hessian' ? oracle.hess?.(x, out) : oracle.hessp?.(x, v, out));
  };

  const finish = (reason: Status): OptimizeResult => {
    // What was tried after the last step.
    trace?.at(-1)?.evaluations.push(...evaluations);
    // A limit that is met while a method confirms what it found takes nothing from what was found.
    let status = run.isStationary ? 'gtol' : reason;
    // Where steps are too short to move x, slopes alone promise that.
    if (status === 'unbounded' && !(run.fun < startFun)) status = 'line-search-failed';
    return {
      x: run.x,
      fun: run.fun,
      grad: run.gradient,
      gradNorm: run.gradNorm,
      nit: run.nit,
      ...counts,
      nskip: run.nskip,
      nrestart: run.nrestart,
      status,
      message: messages[status],
      converged: status === 'gtol' || status === 'ftol' || status === 'xtol',
      trace,
      inverseHessian: run.inverseHessian?.(),
    };
  };

  const steps = method.steps(run, settings);
  const advance = (): OptimizeResult | Promise<OptimizeResult> => drive(steps, answer, finish);

  const begin = (): OptimizeResult | Promise<OptimizeResult> => {
    startFun = run.fun = request.value;
    const isDefined = Number.isFinite(run.fun) && isFiniteVector(gradient);
    if (!isDefined) {
      // A function of x alone; objects have no length.
      if ((objective as { readonly length?: number }).length === 1 && gradient.every(Number.isNaN)) {
        throw new ArgumentError(`${where}: the objective must write its gradient into a second argument.`);
      }
      return finish('non-finite-start');
    }
    const status = iterate();
    if (isPromise(status)) return status.then((reason) => (reason === undefined ? advance() : finish(reason)));
    return status === undefined ? advance() : finish(status);
  };

  // Who does not write a gradient would else be told that it is zero.
  gradient.fill(Number.NaN);
  if (settings.signal?.aborted) return finish('aborted');
  const first = evaluate();
  return isPromise(first) ? first.then(begin) : begin();
}

const done = (pending: unknown): Awaitable<undefined> =>
  isPromise(pending) ? pending.then(() => undefined) : undefined;

/** ‖x − previous‖∞ */
function stepNorm({ x, previous }: Run): number {
  let largest = 0;
  for (let i = 0; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i] - previous[i]));
  return largest;
}
