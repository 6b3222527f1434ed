import { full, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { pinball } from '../src/index.ts';

describe('pinball', () => {
  it('counts too low by the quantile and too high by the rest', () => {
    const values = pinball({ quantile: 0.75, reduction: 'none' })(tensor([0, 0, 0]), tensor([-4, 4, 0]));
    expect(values.toArray()).toEqual([3, 1, 0]);
  });

  it('is half the absolute error by default', () => {
    expect(pinball()(tensor([[1, 2]]), tensor([[2, 4]])).item()).toBe(0.75);
  });

  it('is least at the quantile of the truths', () => {
    const truths = tensor([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], { dtype: 'float64' });
    const at = (p: number): number => pinball({ quantile: 0.85 })(truths, full([10], p, { dtype: 'float64' })).item();
    expect(at(9)).toBeLessThan(Math.min(at(8.9), at(9.1)));
  });

  it('rejects what is no share', () => {
    for (const quantile of [-0.1, 1.1, Number.NaN]) {
      expect(() => pinball({ quantile })).toThrow(/pinball: quantile is a number from 0 to 1/);
    }
  });
});
