import { full, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, meanRelativeError } from '../src/index.ts';

describe('meanRelativeError', () => {
  it('divides by the truth, and counts 0 where that is 0', () => {
    expect(computeMetric(meanRelativeError(), tensor([2, -4, 0, 1]), tensor([1, -4, 5, 2])).item()).toBe(1.5 / 4);
  });

  it('divides by a scale of your own', () => {
    const metric = meanRelativeError({ normalizer: (y) => full(y.shape, 4) });
    expect(computeMetric(metric, tensor([1, 3]), tensor([2, 3])).item()).toBe(0.125);
  });

  it('rejects a scale that is no function', () => {
    expect(() => meanRelativeError({ normalizer: tensor([1]) as never })).toThrow(
      /normalizer is a function of the truth/,
    );
  });
});
