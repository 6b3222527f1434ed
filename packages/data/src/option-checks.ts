import { ArgumentError, describe } from '@gradkit/core';

/** Throws unless an option is one of the words that it may be. */
export function checkChoice(where: string, option: string, value: unknown, choices: readonly string[]): void {
  if (choices.includes(value as string)) return;
  throw new ArgumentError(`${where}: ${option} must be one of ${choices.join(', ')}, got ${describe(value)}.`);
}

/** Throws unless an option is two numbers in order. */
export function checkRange(where: string, option: string, range: unknown): asserts range is readonly [number, number] {
  const [low, high] = (Array.isArray(range) && range.length === 2 ? range : []) as unknown[];
  if (Number.isFinite(low) && Number.isFinite(high) && (low as number) < (high as number)) return;
  throw new ArgumentError(`${where}: ${option} is [low, high] with low < high, got ${describe(range)}.`);
}
