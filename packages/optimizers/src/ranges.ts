import { ArgumentError, describe } from '@gradkit/core';

/** Ranges that options must lie in, under the words that messages use. */
const ranges = {
  'above 0': (x: number): boolean => x > 0 && x < Infinity,
  'at least 0': (x: number): boolean => x >= 0 && x < Infinity,
  'below 0': (x: number): boolean => x < 0 && x > -Infinity,
  'at most 0': (x: number): boolean => x <= 0 && x > -Infinity,
  'at least 1': (x: number): boolean => x >= 1 && x < Infinity,
  'in [0, 1)': (x: number): boolean => x >= 0 && x < 1,
  'in [0, 1]': (x: number): boolean => x >= 0 && x <= 1,
  'in (0, 1)': (x: number): boolean => x > 0 && x < 1,
  'in (0, 1]': (x: number): boolean => x > 0 && x <= 1,
};

/**
 * Checks that each of the named numbers lies in the range.
 * @param where the method that got them, for the message
 * @throws ArgumentError when one does not
 * @example
 * ```ts
 * import { checkRange } from '@gradkit/optimizers';
 * checkRange('myRule', 'in [0, 1)', { beta: 0.9 }); // fine; 1 would not be
 * ```
 */
export function checkRange(where: string, range: keyof typeof ranges, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'number' && ranges[range](value)) continue;
    throw new ArgumentError(`${where}: ${name} must be a number ${range}, got ${describe(value)}.`);
  }
}

/**
 * Checks that each of the named numbers is an integer of at least `lowest`.
 * @param where the method that got them, for the message
 * @throws ArgumentError when one is not
 * @example
 * ```ts
 * import { checkCount } from '@gradkit/optimizers';
 * checkCount('myRule', 1, { memory: 10 }); // fine; 0 or 1.5 would not be
 * ```
 */
export function checkCount(where: string, lowest: number, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (Number.isSafeInteger(value) && value >= lowest) continue;
    throw new ArgumentError(`${where}: ${name} must be an integer of at least ${lowest}, got ${describe(value)}.`);
  }
}
