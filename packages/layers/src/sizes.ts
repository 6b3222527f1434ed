import { ArgumentError, describe, type PerAxis } from '@gradkit/core';

/** An option as one integer for each of the spatial axes. */
export function perAxis(where: string, name: string, value: PerAxis | undefined, rank: number, least = 1): number[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : new Array<unknown>(rank).fill(value);
  if (list.length === rank && list.every((n) => Number.isInteger(n) && (n as number) >= least)) {
    return list as number[];
  }
  const got = Array.isArray(value) ? `[${value.map(String).join(', ')}]` : describe(value);
  const each = rank === 1 ? '' : `, or one for each of the ${rank} axes`;
  throw new ArgumentError(`${where}: ${name} is an integer of at least ${least}${each}, got ${got}.`);
}
