import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { celu, elu, selu } from '../src/index.ts';

const values = (f: (x: ReturnType<typeof tensor>) => ReturnType<typeof tensor>, list: readonly number[]): number[] => [
  ...f(tensor(list, { dtype: 'float64' })).dataSync(),
];

describe('elu', () => {
  it('falls to −alpha, and is the identity above 0', () => {
    expect(values(elu, [-Infinity, -1000, 0, 3, Infinity])).toEqual([-1, -1, 0, 3, Infinity]);
    expect(values((x) => elu(x, { alpha: 0.25 }), [-1000, 2])).toEqual([-0.25, 2]);
  });

  it('keeps the digits of small inputs: elu(x) ≈ x + x²/2', () => {
    expect(values(elu, [-1e-10])[0]).toBe(-1e-10 + 5e-21);
  });

  it('rejects an alpha that is no number', () => {
    expect(() => elu(tensor([1]), { alpha: Number.NaN })).toThrow(/elu: alpha must be a finite number, got NaN/);
    expect(() => elu(tensor([1]), { apha: 1 } as object)).toThrow(/Did you mean "alpha"/);
  });
});

describe('selu', () => {
  it('keeps mean 0 and variance 1 of a normal distribution, as derived in the paper', () => {
    // Midpoint rule over ±12 deviations: the rule of the integral is exact for smooth functions to rounding; the kink at 0
    // lies on the border of two cells.
    const step = 1 / 1024;
    const z = Array.from({ length: 24 * 1024 }, (_, i) => -12 + (i + 0.5) * step);
    const y = values(selu, z);
    const density = z.map((x) => (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * step);
    const mean = y.reduce((total, v, i) => total + v * (density[i] as number), 0);
    const square = y.reduce((total, v, i) => total + v * v * (density[i] as number), 0);
    // The midpoint rule errs by h²/24 times the jump of the slope at the kink.
    expect(Math.abs(mean)).toBeLessThan(1e-7);
    expect(Math.abs(square - 1)).toBeLessThan(1e-7);
  });
});

describe('celu', () => {
  it('is elu for alpha 1, and falls to −alpha', () => {
    expect(values(celu, [-2, -0.5, 0, 1])).toEqual(values(elu, [-2, -0.5, 0, 1]));
    expect(values((x) => celu(x, { alpha: 0.25 }), [-1000, 2])).toEqual([-0.25, 2]);
  });

  it('rejects an alpha that is not above 0', () => {
    expect(() => celu(tensor([1]), { alpha: 0 })).toThrow(/celu: alpha must be a finite number above 0, got 0/);
    expect(() => celu(tensor([1]), { alpha: -1 })).toThrow(/got -1/);
  });
});
