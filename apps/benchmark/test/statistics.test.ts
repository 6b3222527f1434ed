import { describe, expect, it } from 'vitest';
import { median, medianInterval, quantile, spreadOf } from '../src/statistics.ts';

describe('median', () => {
  it('is the middle, or the mean of two', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
  });
});

describe('quantile', () => {
  it('reaches from the smallest to the largest, in proportion between neighbours', () => {
    const values = [5, 1, 4, 2, 3];
    expect([0, 0.25, 0.5, 0.6, 0.75, 1].map((q) => quantile(values, q))).toEqual([1, 2, 3, 3.4, 4, 5]);
  });

  it('of one value is that value', () => {
    expect(spreadOf([7])).toEqual({ median: 7, lower: 7, upper: 7 });
  });
});

describe('medianInterval', () => {
  it('is narrow where values agree, wide where they do not, and holds the median', () => {
    const steady = medianInterval([1.02, 1.01, 1.0, 1.02, 1.01]);
    const wild = medianInterval([0.5, 1.9, 1.0, 0.7, 1.4]);
    expect(steady.upper - steady.lower).toBeLessThan(0.03);
    expect(wild.upper - wild.lower).toBeGreaterThan(0.4);
    expect(wild.lower).toBeLessThanOrEqual(wild.median);
    expect(wild.upper).toBeGreaterThanOrEqual(wild.median);
  });

  it('is the same in every run', () => {
    expect(medianInterval([3, 1, 2, 5])).toEqual(medianInterval([3, 1, 2, 5]));
  });

  it('covers the true median of a known population about as often as it says', () => {
    // A low-discrepancy sequence over [0, 1): samples of 15 whose population has the median ½.
    let covered = 0;
    for (let sample = 0; sample < 100; sample++) {
      const values = Array.from({ length: 15 }, (_, i) => ((sample * 15 + i) ** 2 * 0.618_033_988_749_894_9) % 1);
      const { lower, upper } = medianInterval(values, 400);
      if (lower <= 0.5 && 0.5 <= upper) covered++;
    }
    expect(covered).toBeGreaterThan(85);
  });
});
