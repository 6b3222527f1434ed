import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, falseNegatives } from '../src/index.ts';

describe('falseNegatives', () => {
  const yTrue = tensor([1, 1, 0, 0]);
  const yPred = tensor([0.9, 0.6, 0.7, 0.2]);

  it('counts, with weights their sum', () => {
    expect(computeMetric(falseNegatives(), yTrue, yPred).item()).toBe(0);
    expect(computeMetric(falseNegatives(), yTrue, yPred, tensor([2, 3, 5, 7])).item()).toBe(0);
  });

  it('counts at each of several thresholds', () => {
    expect(computeMetric(falseNegatives({ thresholds: [0.1, 0.5, 0.9] }), yTrue, yPred).toArray()).toEqual([0, 0, 2]);
  });

  it('rejects thresholds that do not ascend', () => {
    expect(() => falseNegatives({ thresholds: [0.5, 0.5] })).toThrow(
      /falseNegatives: thresholds are a number or an ascending list/,
    );
    expect(() => falseNegatives({ thresholds: [] })).toThrow(/ascending list/);
    expect(() => falseNegatives({ threshold: 0.5 } as object)).toThrow(/Did you mean "thresholds"/);
  });
});
