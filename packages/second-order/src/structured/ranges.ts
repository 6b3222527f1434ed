import { ArgumentError, describe } from '@gradkit/core';

/** Ranges that options of optimizers must lie in, under the words that messages use. */
const ranges = {
  'above 0': (x: number): boolean => x > 0 && x < Infinity,
  'at least 0': (x: number): boolean => x >= 0 && x < Infinity,
  'in [0, 1)': (x: number): boolean => x >= 0 && x < 1,
  'in [0, 1]': (x: number): boolean => x >= 0 && x <= 1,
  'in (0, 1]': (x: number): boolean => x > 0 && x <= 1,
};

/** Throws unless each of the named numbers lies in the range. */
export function checkRange(where: string, range: keyof typeof ranges, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'number' && ranges[range](value)) continue;
    throw new ArgumentError(`${where}: ${name} must be a number ${range}, got ${describe(value)}.`);
  }
}

/** Throws unless each of the named numbers is an integer of at least `lowest`. */
export function checkCount(where: string, lowest: number, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (Number.isSafeInteger(value) && value >= lowest) continue;
    throw new ArgumentError(`${where}: ${name} must be an integer of at least ${lowest}, got ${describe(value)}.`);
  }
}
