import { ArgumentError, checkOptions, describe } from '@gradkit/core';
import { type Awaitable, drive, isPromise } from '../problem/drive.ts';
import { checkAtLeast } from '../problem/options.ts';
import type { LinePoint, LineSearch, LineSearchEnd } from './line-search.ts';

/** Value and slope of a function on a line. */
export interface LineValue {
  readonly value: number;
  readonly slope: number;
}

/** A function φ of the step: φ(α) = f(x + α·d), with its slope φ′(α) = ∇f(x + α·d)·d. NaN or +∞ say that it ends before. */
export type LineFunction = (step: number) => LineValue;

/** A {@link LineFunction} that has to be waited for. */
export type AsyncLineFunction = (step: number) => Promise<LineValue>;

/** From where a line search starts that is used on its own. */
export interface LineOptions {
  /** The first step to try, above 0; default 1. */
  readonly step?: number | undefined;
  /** The longest step allowed, above 0; default 1e20. */
  readonly maxStep?: number | undefined;
  /** Value and slope at 0, if they are known: otherwise the function is called there first. */
  readonly start?: LineValue | undefined;
  /** Relative accuracy of values: differences below ten times that are taken from the slopes; default 2⁻⁵². */
  readonly fnoise?: number | undefined;
}

/** Where a line search ended. */
export interface LineSearchResult {
  /** The step that was accepted. If none was, the one with the lowest value, which is 0 if no value was below that at 0. */
  readonly step: number;
  readonly value: number;
  readonly slope: number;
  /** How often the function was called, also at 0. */
  readonly nfev: number;
  /** Which conditions hold: see {@link LineSearchEnd}. */
  readonly status: LineSearchEnd;
  /** Whether the conditions that the search is for hold. */
  readonly converged: boolean;
}

const keys = ['step', 'maxStep', 'start', 'fnoise'];

/** Throws unless `phi` gave numbers. */
function take(where: string, seen: unknown, point: { value: number; slope: number }): undefined {
  const { value, slope } = (seen ?? {}) as Partial<LineValue>;
  if (typeof value !== 'number' || typeof slope !== 'number') {
    throw new ArgumentError(`${where}: the function must return { value, slope }, two numbers, got ${describe(seen)}.`);
  }
  point.value = value;
  point.slope = slope;
}

/**
 * Runs a line search on a function of the step. It ends at once, as failed, when the function does not fall at 0.
 * @param own names of the options that belong to the search itself, whose values are checked already
 * @param ends with which the search counts as converged
 */
export function searchLine(
  where: string,
  phi: LineFunction | AsyncLineFunction,
  search: LineSearch,
  options: LineOptions,
  own: readonly string[],
  ends: readonly LineSearchEnd[],
): Awaitable<LineSearchResult> {
  if (typeof phi !== 'function') {
    throw new ArgumentError(`${where}: expected a function step => { value, slope }, got ${describe(phi)}.`);
  }
  checkOptions(where, options, [...own, ...keys]);
  const { step = 1, maxStep = 1e20, start: known, fnoise = 2 ** -52 } = options;
  checkAtLeast(where, 0, { fnoise });
  for (const [name, value] of Object.entries({ step, maxStep })) {
    if (typeof value === 'number' && value > 0 && value < Infinity) continue;
    throw new ArgumentError(`${where}: ${name} must be a finite number above 0, got ${describe(value)}.`);
  }

  const point: LinePoint = { step: 0, value: 0, slope: 0 };
  const best: LinePoint = { step: 0, value: 0, slope: 0 };
  let nfev = 0;
  const call = (): undefined | Promise<undefined> => {
    nfev++;
    const seen = phi(point.step);
    return isPromise(seen) ? seen.then((seen) => take(where, seen, point)) : take(where, seen, point);
  };
  const finish = (status: LineSearchEnd): LineSearchResult => {
    const { step, value, slope } = status === 'failed' ? best : point;
    return { step, value, slope, nfev, status, converged: ends.includes(status) };
  };
  const begin = (): Awaitable<LineSearchResult> => {
    const { value, slope } = point;
    best.value = value;
    best.slope = slope;
    if (!(Number.isFinite(value) && slope < 0 && slope > -Infinity)) return finish('failed');
    const scale = Math.abs(value);
    const steps = search({ value, slope, step, maxStep, scale, noise: fnoise }, point, best);
    return drive(steps, call, finish);
  };
  if (known !== undefined) take(where, known, point);
  const first = known === undefined ? call() : undefined;
  return isPromise(first) ? first.then(begin) : begin();
}

/** Throws unless 0 < c1 < c2 < 1. */
export function checkWolfe(where: string, c1: number, c2: number): void {
  const isOrdered = typeof c1 === 'number' && typeof c2 === 'number' && c1 > 0 && c1 < c2 && c2 < 1;
  if (isOrdered) return;
  throw new ArgumentError(
    `${where}: c1 and c2 must be numbers with 0 < c1 < c2 < 1, got ${describe(c1)} and ${describe(c2)}.`,
  );
}
