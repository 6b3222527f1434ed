import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, precision } from '../src/index.ts';

describe('precision', () => {
  const yTrue = tensor([1, 1, 0, 0]);
  const yPred = tensor([0.9, 0.2, 0.6, 0.1]);

  it('is the share of predicted yeses that are right', () => {
    expect(computeMetric(precision(), yTrue, yPred).item()).toBe(0.5);
    expect(computeMetric(precision({ thresholds: [0, 0.5, 0.75, 1] }), yTrue, yPred).toArray()).toEqual([
      0.5, 0.5, 1, 0,
    ]);
    expect(computeMetric(precision(), yTrue, yPred, tensor([3, 1, 1, 1])).item()).toBe(0.75);
  });

  it('is 0 where nothing was predicted, or seen', () => {
    expect(computeMetric(precision({ thresholds: 0.95 }), yTrue, yPred).item()).toBe(0);
    expect(precision().result(precision().initial()).item()).toBe(0);
  });

  it('takes the largest of a sample with topK, and one class with classId', () => {
    const rows = tensor([
      [0.5, 0.3, 0.2],
      [0.4, 0.5, 0.1],
    ]);
    const truth = tensor([
      [1, 0, 0],
      [1, 0, 1],
    ]);
    expect(computeMetric(precision({ topK: 1 }), truth, rows).item()).toBe(0.5);
    expect(computeMetric(precision({ topK: 2 }), truth, rows).item()).toBe(0.5);
    expect(computeMetric(precision({ topK: 1, classId: 0 }), truth, rows).item()).toBe(1);
    expect(computeMetric(precision({ classId: 1, thresholds: 0.25 }), truth, rows).item()).toBe(0);
  });

  it('never says yes to NaN', () => {
    expect(computeMetric(precision(), tensor([1, 1]), tensor([Number.NaN, 0.9])).item()).toBe(1);
    expect(
      computeMetric(precision({ thresholds: [0.1, 0.2] }), tensor([0, 1]), tensor([Number.NaN, 0.9])).toArray(),
    ).toEqual([1, 1]);
  });

  it('rejects classes that are none', () => {
    expect(() => computeMetric(precision({ classId: 3 }), tensor([[1, 0]]), tensor([[0.1, 0.2]]))).toThrow(
      /have no class 3/,
    );
    expect(() => computeMetric(precision({ topK: 3 }), tensor([[1, 0]]), tensor([[0.1, 0.2]]))).toThrow(
      /have no 3 largest/,
    );
    expect(() => precision({ classId: -1 })).toThrow(/classId must be an integer of at least 0/);
    expect(() => precision({ topK: 1.5 })).toThrow(/topK must be an integer of at least 1/);
  });
});
