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

/** Some tens of float64 roundings. */
export const float64 = 1e-13;

/** Some tens of float32 roundings. */
export const float32 = 5e-6;
