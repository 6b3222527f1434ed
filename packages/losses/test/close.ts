import { expect } from 'vitest';

/** Asserts agreement within a share of the expected value (of 1, for expected values below it in size). */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  Array.from(expected).forEach((value, i) => {
    expect(Math.abs((actual[i] as number) - value), `element ${i}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(value)),
    );
  });
}

/** A few roundings of float64 functions within 2 units in the last place. */
export const float64 = 1e-14;

/** A few roundings of float32 functions within 2 units in the last place. */
export const float32 = 1e-6;
