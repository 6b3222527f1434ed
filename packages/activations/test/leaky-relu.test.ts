import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { leakyRelu } from '../src/index.ts';

const values = (list: readonly number[], options?: Parameters<typeof leakyRelu>[1]): number[] => [
  ...leakyRelu(tensor(list, { dtype: 'float64' }), options).dataSync(),
];

describe('leakyRelu', () => {
  it('has the slope 0.3 below zero unless told otherwise', () => {
    expect(values([-2, 0, 3])).toEqual([-0.6, 0, 3]);
    expect(values([-2, 0, 3], { negativeSlope: 0.1 })).toEqual([-0.2, 0, 3]);
  });

  it('is piecewise, also for slopes above 1, where max(slope · x, x) is another function', () => {
    expect(values([-2, 3], { negativeSlope: 4 })).toEqual([-8, 3]);
    expect(values([-2, 3], { negativeSlope: -1 })).toEqual([2, 3]);
  });

  it('takes 0 as 0, not as the default', () => {
    expect(values([-2, 3], { negativeSlope: 0 }).map(Math.abs)).toEqual([0, 3]);
  });

  it('accepts the slope as alpha, but not twice', () => {
    expect(values([-2], { alpha: 0.5 })).toEqual([-1]);
    expect(() => values([1], { alpha: 0.5, negativeSlope: 0.5 })).toThrow(/alpha is another name for negativeSlope/);
  });

  it('leaves NaN to be found and rejects a slope that is no number', () => {
    expect(values([Number.NaN])).toEqual([Number.NaN]);
    expect(() => values([1], { negativeSlope: Infinity })).toThrow(/leakyRelu: negativeSlope must be finite/);
  });
});
