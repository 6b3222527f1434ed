import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { categoricalAccuracy, computeMetric } from '../src/index.ts';

describe('categoricalAccuracy', () => {
  const yPred = tensor([
    [0.1, 0.7, 0.2],
    [0.4, 0.4, 0.2],
  ]);

  it('compares the largest of truth and prediction, the first of equal ones', () => {
    expect(
      computeMetric(
        categoricalAccuracy(),
        tensor([
          [0, 1, 0],
          [0, 1, 0],
        ]),
        yPred,
      ).item(),
    ).toBe(0.5);
    expect(
      computeMetric(
        categoricalAccuracy(),
        tensor([
          [0, 1, 0],
          [1, 0, 0],
        ]),
        yPred,
      ).item(),
    ).toBe(1);
  });

  it('rejects class ids, and predictions without classes', () => {
    expect(() => computeMetric(categoricalAccuracy(), tensor([1, 0]), yPred)).toThrow(/one number per class/);
    expect(() => computeMetric(categoricalAccuracy(), tensor([[1]]), tensor([[1]]))).toThrow(
      /no classes to choose from/,
    );
  });
});
