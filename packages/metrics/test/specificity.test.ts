import { sub, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, recall, specificity } from '../src/index.ts';

describe('specificity', () => {
  it('is the recall of noes', () => {
    const yTrue = tensor([1, 0, 0, 0]);
    const yPred = tensor([0.9, 0.2, 0.6, 0.1]);
    expect(computeMetric(specificity(), yTrue, yPred).item()).toBeCloseTo(2 / 3, 15);
    expect(computeMetric(recall(), sub(1, yTrue), sub(1, yPred)).item()).toBeCloseTo(2 / 3, 15);
  });

  it('is 0 where there is no no', () => {
    expect(computeMetric(specificity(), tensor([1]), tensor([0.9])).item()).toBe(0);
  });
});
