import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { relu } from '../src/index.ts';

const values = (list: readonly number[], options?: Parameters<typeof relu>[1]): number[] => [
  ...relu(tensor(list), options).dataSync(),
];

describe('relu', () => {
  it('keeps what is positive and silences the rest', () => {
    expect(values([-Infinity, -2, -0, 0, 0.5, 3, Infinity])).toEqual([0, 0, 0, 0, 0.5, 3, Infinity]);
  });

  it('leaves NaN to be found', () => {
    expect(values([Number.NaN])).toEqual([Number.NaN]);
    expect(values([Number.NaN], { negativeSlope: 0.5, maxValue: 6, threshold: 1 })).toEqual([Number.NaN]);
  });

  it('is cut at maxValue, which is ReLU6 for 6', () => {
    expect(values([-1, 5, 6, 7], { maxValue: 6 })).toEqual([0, 5, 6, 6]);
    expect(values([-1, 0, 1], { maxValue: 0 })).toEqual([0, 0, 0]);
  });

  it('follows the published piecewise formula with slope and threshold', () => {
    // Keras: negative_slope · (x − threshold) below the threshold, x from there on.
    expect(values([-2, 0.5, 1, 3], { negativeSlope: 0.5, threshold: 1 })).toEqual([-1.5, -0.25, 1, 3]);
    expect(values([-4, 2, 9], { negativeSlope: 0.25, maxValue: 8 })).toEqual([-1, 2, 8]);
  });

  it('decides by the input, not by the branch, where a negative slope would exceed maxValue', () => {
    expect(values([-4], { negativeSlope: -2, maxValue: 6 })).toEqual([8]);
  });

  it('keeps shape and element type', () => {
    const y = relu(tensor([[1, -1]], { dtype: 'float64' }));
    expect([y.shape, y.dtype]).toEqual([[1, 2], 'float64']);
  });

  it('rejects options that describe no function', () => {
    expect(() => values([1], { maxValue: -1 })).toThrow(/relu: .*maxValue ≥ threshold/);
    expect(() => values([1], { negativeSlope: Number.NaN })).toThrow(/relu: needs finite numbers/);
    expect(() => values([1], { slope: 1 } as object)).toThrow(/unknown option "slope"/);
  });
});
