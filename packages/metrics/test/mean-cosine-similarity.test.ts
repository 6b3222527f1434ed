import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, meanCosineSimilarity } from '../src/index.ts';

describe('meanCosineSimilarity', () => {
  it('is the mean cosine', () => {
    const [y, p] = [
      tensor([
        [3, 4],
        [1, 0],
      ]),
      tensor([
        [6, 8],
        [-2, 0],
      ]),
    ];
    expect(computeMetric(meanCosineSimilarity(), y, p).item()).toBeCloseTo(0, 6);
    expect(computeMetric(meanCosineSimilarity(), y, p, tensor([1, 0])).item()).toBeCloseTo(1, 6);
    expect(meanCosineSimilarity().direction).toBe('max');
  });

  it('takes vectors along another axis, and 0 for vectors of zeros', () => {
    const metric = meanCosineSimilarity({ axis: 0 });
    expect(
      computeMetric(
        metric,
        tensor([
          [1, 0],
          [1, 0],
        ]),
        tensor([
          [1, 5],
          [1, 5],
        ]),
      ).item(),
    ).toBeCloseTo(0.5, 6);
  });
});
