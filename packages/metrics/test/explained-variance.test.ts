import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, explainedVariance } from '../src/index.ts';

describe('explainedVariance', () => {
  const of = (y: number[], p: number[]): number => computeMetric(explainedVariance(), tensor(y), tensor(p)).item();

  it('does not mind a shift', () => {
    expect(of([1, 2, 3], [11, 12, 13])).toBe(1);
    expect(of([1, 2, 3], [2, 2, 2])).toBe(0);
    expect(of([0, 2], [5, 6])).toBe(0.75);
  });

  it('is 1 or 0 where the truth does not vary, and NaN before the first sample', () => {
    expect(of([2, 2], [5, 5])).toBe(1);
    expect(of([2, 2], [1, 3])).toBe(0);
    expect(explainedVariance().result(explainedVariance().initial()).item()).toBeNaN();
  });
});
