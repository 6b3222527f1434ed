import { ArgumentError, describe } from '@gradkit/core';

/** Ranges that options must lie in, under the words that messages use. */
const ranges = {
  'a number above 0': (x: number): boolean => x > 0 && x < Infinity,
  'a number of at least 0': (x: number): boolean => x >= 0 && x < Infinity,
  'a number in [0, 1)': (x: number): boolean => x >= 0 && x < 1,
  'a number in (0, 1)': (x: number): boolean => x > 0 && x < 1,
  'a number in (0, 1]': (x: number): boolean => x > 0 && x <= 1,
  'an integer of at least 0': (x: number): boolean => Number.isSafeInteger(x) && x >= 0,
  'an integer of at least 1': (x: number): boolean => Number.isSafeInteger(x) && x >= 1,
};

/** Throws unless each of the named options is one. */
export function checkRange(where: string, range: keyof typeof ranges, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'number' && ranges[range](value)) continue;
    throw new ArgumentError(`${where}: ${name} must be ${range}, got ${describe(value)}.`);
  }
}
