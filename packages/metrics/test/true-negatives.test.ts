import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, trueNegatives } from '../src/index.ts';

describe('trueNegatives', () => {
  const yTrue = tensor([1, 1, 0, 0]);
  const yPred = tensor([0.9, 0.6, 0.7, 0.2]);

  it('counts, with weights their sum', () => {
    expect(computeMetric(trueNegatives(), yTrue, yPred).item()).toBe(1);
    expect(computeMetric(trueNegatives(), yTrue, yPred, tensor([2, 3, 5, 7])).item()).toBe(7);
  });

  it('counts at each of several thresholds', () => {
    expect(computeMetric(trueNegatives({ thresholds: [0.1, 0.5, 0.9] }), yTrue, yPred).toArray()).toEqual([0, 1, 2]);
  });

  it('rejects thresholds that do not ascend', () => {
    expect(() => trueNegatives({ thresholds: [0.5, 0.5] })).toThrow(
      /trueNegatives: thresholds are a number or an ascending list/,
    );
    expect(() => trueNegatives({ thresholds: [] })).toThrow(/ascending list/);
    expect(() => trueNegatives({ threshold: 0.5 } as object)).toThrow(/Did you mean "thresholds"/);
  });
});
