import { ArgumentError, describe } from '@gradkit/core';

/** Throws unless an option is a number within limits. */
export function checkNumber(
  where: string,
  option: string,
  value: number,
  least: number,
  most: number = Infinity,
): void {
  if (typeof value === 'number' && value >= least && value <= most && value < Infinity) return;
  const range = most === Infinity ? `a finite number of at least ${least}` : `a number from ${least} to ${most}`;
  throw new ArgumentError(`${where}: ${option} is ${range}, got ${describe(value)}.`);
}

/** Throws unless an option is a number above 0. */
export function checkPositive(where: string, option: string, value: number): void {
  if (typeof value === 'number' && value > 0 && value < Infinity) return;
  throw new ArgumentError(`${where}: ${option} is a number above 0, got ${describe(value)}.`);
}
