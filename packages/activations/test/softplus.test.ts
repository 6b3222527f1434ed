import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { softplus } from '../src/index.ts';

const values = (list: readonly number[], dtype: 'float32' | 'float64' = 'float64'): number[] => [
  ...softplus(tensor(list, { dtype })).dataSync(),
];

describe('softplus', () => {
  it('is log(1 + eˣ)', () => {
    const x = [-3, -1, -0.1, 0, 0.1, 1, 3];
    values(x).forEach((y, i) => {
      // A float64 exp, log1p and sum, each within 2 units in the last place.
      expect(Math.abs(y / Math.log(1 + Math.exp(x[i] as number)) - 1)).toBeLessThan(1e-14);
    });
  });

  it('neither overflows nor vanishes in float32', () => {
    const [low, small, high, large] = values([-80, -20, 20, 1000], 'float32') as [number, number, number, number];
    // log(1 + eˣ) = eˣ − e²ˣ/2 + …: relative to eˣ the difference is below e^−20. Budget: float32 exp and log1p, 2 ulp each.
    expect(Math.abs(low / Math.exp(-80) - 1)).toBeLessThan(5e-7);
    expect(Math.abs(small / Math.exp(-20) - 1)).toBeLessThan(5e-7);
    expect(high).toBe(20);
    expect(large).toBe(1000);
  });

  it('satisfies softplus(x) − softplus(−x) = x', () => {
    const x = [0.25, 2, 7];
    const forward = values(x);
    const backward = values(x.map((v) => -v));
    // Rounding of one float64 subtraction of numbers below 8.
    forward.forEach((y, i) => {
      expect(y - (backward[i] as number)).toBeCloseTo(x[i] as number, 14);
    });
  });

  it('has the limits 0 and ∞, and leaves NaN to be found', () => {
    expect(values([-Infinity, Infinity, Number.NaN])).toEqual([0, Infinity, Number.NaN]);
  });
});
