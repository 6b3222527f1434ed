import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, recall } from '../src/index.ts';

describe('recall', () => {
  const yTrue = tensor([1, 1, 0, 0]);
  const yPred = tensor([0.9, 0.2, 0.6, 0.1]);

  it('is the share of yeses that were found', () => {
    expect(computeMetric(recall(), yTrue, yPred).item()).toBe(0.5);
    expect(computeMetric(recall({ thresholds: [0, 0.5, 1] }), yTrue, yPred).toArray()).toEqual([1, 0.5, 0]);
    expect(computeMetric(recall(), yTrue, yPred, tensor([3, 1, 1, 1])).item()).toBe(0.75);
  });

  it('is 0 where there is no yes', () => {
    expect(computeMetric(recall(), tensor([0, 0]), tensor([0.1, 0.9])).item()).toBe(0);
  });

  it('counts all outputs together', () => {
    expect(
      computeMetric(
        recall(),
        tensor([
          [1, 1],
          [0, 1],
        ]),
        tensor([
          [0.9, 0.1],
          [0.9, 0.6],
        ]),
      ).item(),
    ).toBeCloseTo(2 / 3, 15);
  });
});
