import { ArgumentError, describe } from '@gradkit/core';
import type { Awaitable } from '../problem/drive.ts';
import type { Packed } from './packed.ts';

/**
 * Runs a method on variables that it fills with trial points, so that they hold the best point it has accepted: when a callback
 * is called, and when the run ends, also by an exception.
 *
 * @param callback what the user gave; called after the variables were set
 * @param release frees what the run has needed
 * @param run starts the method at `x0`, with the callback that it must call
 */
export function heldAtBest<State extends { readonly x: Float64Array }, Result extends { readonly x: Float64Array }>(
  where: string,
  point: Packed,
  callback: ((state: State) => unknown) | undefined,
  release: () => void,
  run: (x0: Float64Array, callback: (state: State) => unknown) => Awaitable<Result>,
): Awaitable<Result> {
  if (callback !== undefined && typeof callback !== 'function') {
    throw new ArgumentError(`${where}: callback must be a function, got ${describe(callback)}.`);
  }
  const best = new Float64Array(point.size);
  point.read(best);
  const watch = (state: State): unknown => {
    best.set(state.x);
    if (callback === undefined) return undefined;
    point.write(best);
    return callback(state);
  };
  const end = (x: Float64Array): void => {
    try {
      point.write(x);
    } finally {
      // Also where the callback has disposed of a parameter, which cannot be written any more.
      release();
    }
  };
  const finish = (result: Result): Result => {
    end(result.x);
    return result;
  };
  const fail = (error: unknown): never => {
    end(best);
    throw error;
  };
  try {
    const result = run(best.slice(), watch);
    return result instanceof Promise ? result.then(finish).catch(fail) : finish(result);
  } catch (error) {
    return fail(error);
  }
}
