import { ArgumentError, describe } from '@gradkit/core';

/** Throws unless options are whole numbers of at least 1. */
export function checkCount(where: string, options: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new ArgumentError(`${where}: ${name} is an integer of at least 1, got ${describe(value)}.`);
  }
}
