import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, truePositives } from '../src/index.ts';

describe('truePositives', () => {
  const yTrue = tensor([1, 1, 0, 0]);
  const yPred = tensor([0.9, 0.6, 0.7, 0.2]);

  it('counts, with weights their sum', () => {
    expect(computeMetric(truePositives(), yTrue, yPred).item()).toBe(2);
    expect(computeMetric(truePositives(), yTrue, yPred, tensor([2, 3, 5, 7])).item()).toBe(5);
  });

  it('counts at each of several thresholds', () => {
    expect(computeMetric(truePositives({ thresholds: [0.1, 0.5, 0.9] }), yTrue, yPred).toArray()).toEqual([2, 2, 0]);
  });

  it('rejects thresholds that do not ascend', () => {
    expect(() => truePositives({ thresholds: [0.5, 0.5] })).toThrow(
      /truePositives: thresholds are a number or an ascending list/,
    );
    expect(() => truePositives({ thresholds: [] })).toThrow(/ascending list/);
    expect(() => truePositives({ threshold: 0.5 } as object)).toThrow(/Did you mean "thresholds"/);
  });
});
