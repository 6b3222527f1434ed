import { ArgumentError, checkFlags, checkOptions, describe } from '@gradkit/core';
import type { IterationState } from './result.ts';

/** What a caller may end a run with: an `AbortSignal`. */
export interface StopSignal {
  readonly aborted: boolean;
}

/** Options that all minimisers share. */
export interface CommonOptions {
  /** Convergence: the norm of the gradient is at most this; default 1e-5. With 0, only an exact stationary point is one. */
  readonly gtol?: number | undefined;
  /**
   * Convergence: in two iterations in a row the value fell by at most `ftol · max(|f|, |f before|, 1)`. By default values are
   * not looked at, for a value that hardly falls is no sign of a minimum.
   */
  readonly ftol?: number | undefined;
  /** Convergence: no variable moved by more than `xtol · max(1, ‖x‖∞)`. By default steps are not looked at. */
  readonly xtol?: number | undefined;
  /** The norm of gradients: the largest of the numbers (default), or the Euclidean. */
  readonly gnorm?: 'inf' | '2' | undefined;
  /** Most iterations; default 200 for each variable, and at least 1,000. */
  readonly maxIter?: number | undefined;
  /** Most evaluations of the function, also within a line search; default no limit. */
  readonly maxFev?: number | undefined;
  /** Most milliseconds; default no limit. */
  readonly timeLimitMs?: number | undefined;
  /**
   * Relative accuracy of values and gradients, if they are not computed in float64: differences below `fnoise · |f|` are then not
   * taken for progress. 1.2e-7 for float32; default 2⁻⁵².
   */
  readonly fnoise?: number | undefined;
  /** Called at the start and after each accepted step; `true` or a promise of it stops, whatever else it returns does not. */
  readonly callback?: ((state: IterationState) => unknown) | undefined;
  /** Keeps every iterate, step and evaluation in the result, as copies; default `false`. */
  readonly trace?: boolean | undefined;
  /** Ends the run before the next evaluation, with the status `aborted`. */
  readonly signal?: StopSignal | undefined;
}

const keys = [
  'gtol',
  'ftol',
  'xtol',
  'gnorm',
  'maxIter',
  'maxFev',
  'timeLimitMs',
  'fnoise',
  'callback',
  'trace',
  'signal',
];

/** Options of {@link CommonOptions}, checked and complete. */
export interface Settings {
  readonly gtol: number;
  readonly ftol: number;
  readonly xtol: number;
  readonly gnorm: 'inf' | '2';
  readonly maxIter: number;
  readonly maxFev: number;
  readonly timeLimitMs: number;
  readonly fnoise: number;
  readonly callback: CommonOptions['callback'];
  readonly trace: boolean;
  readonly signal: StopSignal | undefined;
}

/** Throws unless each of the named numbers is at least `lowest`; infinity is allowed. */
export function checkAtLeast(where: string, lowest: number, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'number' && value >= lowest) continue;
    throw new ArgumentError(`${where}: ${name} must be a number of at least ${lowest}, got ${describe(value)}.`);
  }
}

/** Throws unless `value` is one of the words. */
export function checkChoice(where: string, name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  const words = choices.map((choice) => `"${choice}"`).join(', ');
  throw new ArgumentError(`${where}: ${name} must be one of ${words}, got ${describe(value)}.`);
}

/**
 * Checks the options that all methods share, and that there are none but those and `own`.
 * @param n number of variables
 */
export function settingsOf(where: string, n: number, options: CommonOptions, own: readonly string[]): Settings {
  checkOptions(where, options, [...own, ...keys]);
  const { gtol = 1e-5, ftol = -1, xtol = -1, gnorm = 'inf', maxIter = Math.max(1000, 200 * n) } = options;
  const { maxFev = Infinity, timeLimitMs = Infinity, fnoise = 2 ** -52, callback, trace = false, signal } = options;
  checkAtLeast(where, 0, { gtol, maxIter, timeLimitMs, fnoise });
  checkAtLeast(where, 1, { maxFev });
  if (options.ftol !== undefined) checkAtLeast(where, 0, { ftol });
  if (options.xtol !== undefined) checkAtLeast(where, 0, { xtol });
  checkChoice(where, 'gnorm', gnorm, ['inf', '2']);
  checkFlags(where, { trace });
  if (callback !== undefined && typeof callback !== 'function') {
    throw new ArgumentError(`${where}: callback must be a function, got ${describe(callback)}.`);
  }
  if (signal !== undefined && typeof signal?.aborted !== 'boolean') {
    throw new ArgumentError(`${where}: signal must be an AbortSignal, got ${describe(signal)}.`);
  }
  return { gtol, ftol, xtol, gnorm, maxIter, maxFev, timeLimitMs, fnoise, callback, trace, signal };
}

/** A copy of the start as a vector. */
export function startOf(where: string, x0: ArrayLike<number>, name = 'x0'): Float64Array {
  const isList = Array.isArray(x0) || ArrayBuffer.isView(x0);
  if (!isList || !(x0.length > 0)) {
    throw new ArgumentError(`${where}: ${name} must be a list of at least one number, got ${describe(x0)}.`);
  }
  const list = x0 as ArrayLike<number>;
  // Also of what is missing in a list with holes.
  const wrong = Array.prototype.findIndex.call(list, (each) => !Number.isFinite(each));
  if (wrong < 0) return Float64Array.from(list);
  throw new ArgumentError(`${where}: ${name}[${wrong}] must be a finite number, got ${describe(list[wrong])}.`);
}
