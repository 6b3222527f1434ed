import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, falsePositives } from '../src/index.ts';

describe('falsePositives', () => {
  const yTrue = tensor([1, 1, 0, 0]);
  const yPred = tensor([0.9, 0.6, 0.7, 0.2]);

  it('counts, with weights their sum', () => {
    expect(computeMetric(falsePositives(), yTrue, yPred).item()).toBe(1);
    expect(computeMetric(falsePositives(), yTrue, yPred, tensor([2, 3, 5, 7])).item()).toBe(5);
  });

  it('counts at each of several thresholds', () => {
    expect(computeMetric(falsePositives({ thresholds: [0.1, 0.5, 0.9] }), yTrue, yPred).toArray()).toEqual([2, 1, 0]);
  });

  it('rejects thresholds that do not ascend', () => {
    expect(() => falsePositives({ thresholds: [0.5, 0.5] })).toThrow(
      /falsePositives: thresholds are a number or an ascending list/,
    );
    expect(() => falsePositives({ thresholds: [] })).toThrow(/ascending list/);
    expect(() => falsePositives({ threshold: 0.5 } as object)).toThrow(/Did you mean "thresholds"/);
  });
});
