import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, concordanceCorrelation } from '../src/index.ts';

describe('concordanceCorrelation', () => {
  it('is less than the correlation where slope or shift are wrong', () => {
    const metric = concordanceCorrelation({ axis: 0 });
    expect(computeMetric(metric, tensor([1, 2, 3]), tensor([1, 2, 3])).item()).toBe(1);
    expect(computeMetric(metric, tensor([1, 2, 3]), tensor([2, 3, 4])).item()).toBeCloseTo(4 / 7, 14);
    expect(computeMetric(metric, tensor([1, 2, 3]), tensor([2, 4, 6])).item()).toBeCloseTo(8 / (2 + 8 + 12), 14);
  });

  it('is taken along the outputs of each sample by default', () => {
    const [y, p] = [
      tensor([
        [1, 2, 3],
        [1, 2, 3],
      ]),
      tensor([
        [1, 2, 3],
        [2, 2, 2],
      ]),
    ];
    expect(computeMetric(concordanceCorrelation(), y, p).item()).toBeCloseTo(0.5, 6);
  });
});
