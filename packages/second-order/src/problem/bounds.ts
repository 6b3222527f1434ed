import { ArgumentError, describe } from '@gradkit/core';

/** For each variable its least and its greatest value; null, or infinity, for none. Where both are the same, it does not move. */
export type Bounds = ReadonlyArray<readonly [lower: number | null, upper: number | null]>;

/** {@link Bounds} as two vectors, with infinities where there is no bound. */
export interface Box {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Checks bounds of n variables; without any, all are infinite. */
export function boxOf(where: string, n: number, bounds: Bounds | undefined): Box {
  const lower = new Float64Array(n).fill(-Infinity);
  const upper = new Float64Array(n).fill(Infinity);
  if (bounds === undefined) return { lower, upper };
  if (!Array.isArray(bounds) || bounds.length !== n) {
    throw new ArgumentError(`${where}: bounds must be a list of ${n} pairs [lower, upper], got ${describe(bounds)}.`);
  }
  for (let j = 0; j < n; j++) {
    const pair: unknown = bounds[j];
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new ArgumentError(`${where}: bounds[${j}] must be a pair [lower, upper], got ${describe(pair)}.`);
    }
    const [low, high] = [pair[0] ?? -Infinity, pair[1] ?? Infinity];
    if (typeof low !== 'number' || typeof high !== 'number' || !(low <= high && low < Infinity && high > -Infinity)) {
      throw new ArgumentError(`${where}: bounds[${j}] must have lower ≤ upper, got [${pair[0]}, ${pair[1]}].`);
    }
    lower[j] = low;
    upper[j] = high;
  }
  return { lower, upper };
}

/** x ← the nearest point within the bounds */
export function project(x: Float64Array, { lower, upper }: Box): void {
  for (let j = 0; j < x.length; j++) x[j] = Math.min(Math.max(x[j], lower[j]), upper[j]);
}
