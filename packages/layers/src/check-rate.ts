import { ArgumentError, describe } from '@gradkit/core';

/** Throws unless a rate of dropout is a share that leaves something. */
export function checkRate(where: string, name: string, rate: unknown): void {
  if (typeof rate === 'number' && rate >= 0 && rate < 1) return;
  throw new ArgumentError(`${where}: ${name} is at least 0 and less than 1, got ${describe(rate)}.`);
}
