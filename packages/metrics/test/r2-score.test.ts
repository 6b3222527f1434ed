import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, type R2ScoreOptions, r2Score } from '../src/index.ts';

describe('r2Score', () => {
  const of = (y: number[] | number[][], p: number[] | number[][], options?: R2ScoreOptions): number =>
    computeMetric(r2Score(options), tensor(y as number[]), tensor(p as number[])).item();

  it('is 1 for all right, 0 for the mean, negative for worse', () => {
    expect(of([1, 2, 3], [1, 2, 3])).toBe(1);
    expect(of([1, 2, 3], [2, 2, 2])).toBe(0);
    expect(of([1, 2, 3], [3, 2, 1])).toBe(-3);
  });

  it('loses no digits to a large mean', () => {
    const y = Float64Array.from({ length: 50 }, (_, i) => 1e9 + Math.sin(i));
    const p = Float64Array.from({ length: 50 }, (_, i) => 1e9 + Math.sin(i) * 0.5);
    const low = computeMetric(r2Score(), tensor(y.map((x) => x - 1e9)), tensor(p.map((x) => x - 1e9))).item();
    const metric = r2Score();
    let state = metric.initial();
    for (const [a, b] of [
      [0, 7],
      [7, 8],
      [8, 50],
    ] as const)
      state = metric.update(state, tensor(y.slice(a, b)), tensor(p.slice(a, b)));
    expect(metric.result(state).item()).toBeCloseTo(low, 6);
  });

  it('is 1 or 0 where the truth does not vary, and NaN before the first sample', () => {
    expect(of([2, 2], [2, 2])).toBe(1);
    expect(of([2, 2], [1, 3])).toBe(0);
    expect(r2Score().result(r2Score().initial()).item()).toBeNaN();
  });

  it('averages outputs', () => {
    const [y, p] = [
      [
        [1, 0],
        [2, 10],
        [3, 20],
      ],
      [
        [1, 10],
        [2, 10],
        [3, 10],
      ],
    ];
    expect(of(y, p, { outputs: 2 })).toBe(0.5);
    expect(of(y, p, { outputs: 2, classAggregation: 'varianceWeightedAverage' })).toBeCloseTo(2 / 202, 14);
    const metric = r2Score({ outputs: 2, classAggregation: 'none' });
    expect(computeMetric(metric, tensor(y), tensor(p)).toArray()).toEqual([1, 0]);
    expect(metric.direction).toBe('none');
  });

  it('adjusts for the number of regressors where there are samples enough', () => {
    expect(of([1, 2, 3, 4, 5], [1, 2, 3, 4, 4], { numRegressors: 2 })).toBeCloseTo(1 - (0.1 * 4) / 2, 14);
    expect(of([1, 2, 3], [1, 2, 4], { numRegressors: 2 })).toBe(0.5);
  });

  it('rejects what does not fit', () => {
    expect(() => of([[1, 2]], [[1, 2]])).toThrow(/r2Score: .*do not have 1 output.*Give r2Score\(\{ outputs: 2 \}\)/);
    expect(() => r2Score({ outputs: 0 })).toThrow(/outputs must be an integer of at least 1/);
    expect(() => r2Score({ numRegressors: -1 })).toThrow(/numRegressors must be an integer of at least 0/);
    expect(() => r2Score({ classAggregation: 'mean' as 'none' })).toThrow(/classAggregation is/);
  });
});
