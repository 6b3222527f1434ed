import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, matthewsCorrelation } from '../src/index.ts';

describe('matthewsCorrelation', () => {
  it('is (TP · TN − FP · FN) / √… for two classes', () => {
    const [y, p] = [tensor([1, 1, 1, 0, 0, 0, 0]), tensor([0.9, 0.8, 0.1, 0.1, 0.2, 0.3, 0.7])];
    expect(computeMetric(matthewsCorrelation({ classes: 2 }), y, p).item()).toBeCloseTo(
      (2 * 3 - 1) / Math.sqrt(3 * 3 * 4 * 4),
      14,
    );
  });

  it('is 1 for all right, −1 for all wrong of two classes, 0 for always the same', () => {
    const of = (p: number[]): number =>
      computeMetric(matthewsCorrelation({ classes: 2 }), tensor([0, 1, 0, 1]), tensor(p)).item();
    expect(of([0.1, 0.9, 0.1, 0.9])).toBe(1);
    expect(of([0.9, 0.1, 0.9, 0.1])).toBe(-1);
    expect(of([0.1, 0.1, 0.1, 0.1])).toBe(0);
  });
});
