import type { Tensor } from '@gradkit/core';
import { expect } from 'vitest';

/**
 * Expects equal types and values: exactly for integers and truth values, NaN where NaN is, and for floats but for sums in
 * another order, of a few dozen terms near 1.
 */
export function expectClose(got: Tensor, expected: Tensor): void {
  expect([got.dtype, got.shape]).toEqual([expected.dtype, expected.shape]);
  const [a, b] = [got.dataSync(), expected.dataSync()];
  const rounding = { float32: 2 ** -23, float64: 2 ** -52 }[got.dtype as string] ?? 0;
  a.forEach((x, i) => {
    const y = b[i] as number;
    const isClose = Object.is(x, y) || x === y || Math.abs(x - y) <= 64 * rounding * Math.max(1, Math.abs(y));
    if (!isClose) expect(Array.from(a)).toEqual(Array.from(b));
  });
}
