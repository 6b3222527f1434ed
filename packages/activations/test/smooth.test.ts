import { type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { logSigmoid, softsign, sparsePlus, squareplus, step, tanhShrink } from '../src/index.ts';

const values = (f: (x: Tensor) => Tensor, list: readonly number[]): number[] =>
  [...f(tensor(list, { dtype: 'float64' })).dataSync()].map((y) => y + 0);

describe('logSigmoid', () => {
  it('is the logarithm of a probability where the probability itself is 0', () => {
    expect(values(logSigmoid, [-1e4, 1e4, -Infinity, Infinity])).toEqual([-1e4, 0, -Infinity, 0]);
  });
});

describe('softsign', () => {
  it('is odd, and within ±1', () => {
    expect(values(softsign, [-1e308, -1, 0, 1, 3, 1e308])).toEqual([-1, -0.5, 0, 0.5, 0.75, 1]);
  });
});

describe('sparsePlus', () => {
  it('is exactly 0 up to −1 and exactly x from 1 on, and a parabola between', () => {
    expect(values(sparsePlus, [-Infinity, -1, 0, 0.5, 1, 1e300, Infinity])).toEqual([
      0,
      0,
      0.25,
      0.5625,
      1,
      1e300,
      Infinity,
    ]);
  });
});

describe('squareplus', () => {
  it('is √b / 2 at 0, and does not vanish on the negative side', () => {
    expect(values(squareplus, [0])).toEqual([1]);
    expect(values((x) => squareplus(x, { b: 9 }), [0, 4, -4])).toEqual([1.5, 4.5, 0.5]);
    // b / (4|x|), to the square of b/x².
    expect(values(squareplus, [-1e9])[0]).toBeCloseTo(1e-9, 24);
  });

  it('has the limits 0 and ∞', () => {
    expect(values(squareplus, [-Infinity, 1e300, Infinity])).toEqual([0, 1e300, Infinity]);
  });

  it('rejects a b that is not above 0', () => {
    expect(() => squareplus(tensor([1]), { b: 0 })).toThrow(/squareplus: b must be a finite number above 0, got 0/);
  });
});

describe('tanhShrink', () => {
  it('is x³/3 near 0, where x − tanh x would be 0', () => {
    expect((values(tanhShrink, [1e-60])[0] as number) / 1e-180).toBeCloseTo(1 / 3, 14);
    expect(values(tanhShrink, [-Infinity, 1e300, Infinity])).toEqual([-Infinity, 1e300, Infinity]);
  });
});

describe('step', () => {
  it('is on above 0 and off at 0', () => {
    expect(values(step, [-Infinity, -1, 0, 1e-300, Infinity])).toEqual([0, 0, 0, 1, 1]);
  });
});
