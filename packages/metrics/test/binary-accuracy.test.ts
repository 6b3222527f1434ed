import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { binaryAccuracy, computeMetric } from '../src/index.ts';

describe('binaryAccuracy', () => {
  it('asks each output for itself', () => {
    const yTrue = tensor([
      [1, 0, 1],
      [0, 0, 1],
    ]);
    const yPred = tensor([
      [0.9, 0.2, 0.6],
      [0.9, 0.1, 0.2],
    ]);
    expect(computeMetric(binaryAccuracy(), yTrue, yPred).item()).toBeCloseTo(4 / 6, 15);
    expect(computeMetric(binaryAccuracy({ threshold: 0.15 }), yTrue, yPred).item()).toBeCloseTo(4 / 6, 15);
  });

  it('takes [B] for [B, 1], and truth values', () => {
    expect(computeMetric(binaryAccuracy(), tensor([true, false]), tensor([[0.6], [0.7]])).item()).toBe(0.5);
  });

  it('says no at the threshold', () => {
    expect(computeMetric(binaryAccuracy(), tensor([0]), tensor([0.5])).item()).toBe(1);
  });

  it('rejects shapes that differ', () => {
    expect(() => binaryAccuracy({ threshold: Number.NaN })).toThrow(/binaryAccuracy: threshold is a number, got NaN/);
    expect(() => computeMetric(binaryAccuracy(), tensor([1, 0, 1]), tensor([[0.1, 0.2]]))).toThrow(
      /binaryAccuracy: truth \[3\] does not fit predictions \[1, 2\]/,
    );
  });
});
