import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, meanAbsoluteError } from '../src/index.ts';

describe('meanAbsoluteError', () => {
  it('is the mean distance over all elements', () => {
    const yTrue = tensor([
      [1, 2],
      [3, 4],
    ]);
    const yPred = tensor([
      [1.5, 2],
      [0, 4],
    ]);
    expect(computeMetric(meanAbsoluteError(), yTrue, yPred).item()).toBe(3.5 / 4);
  });

  it('weighs elements, not batches', () => {
    const metric = meanAbsoluteError();
    let state = metric.update(metric.initial(), tensor([0]), tensor([4]));
    state = metric.update(state, tensor([0, 0, 0]), tensor([0, 0, -4]));
    expect(metric.result(state).item()).toBe(2);
  });

  it('takes [B] for [B, 1] instead of broadcasting, and integers as truth', () => {
    expect(computeMetric(meanAbsoluteError(), tensor([1, 2], { dtype: 'int32' }), tensor([[1], [4]])).item()).toBe(1);
  });

  it('is better when smaller', () => {
    expect(meanAbsoluteError()).toMatchObject({ name: 'meanAbsoluteError', direction: 'min' });
    expect(meanAbsoluteError({ name: 'mae' }).name).toBe('mae');
  });

  it('rejects shapes that differ', () => {
    expect(() => computeMetric(meanAbsoluteError(), tensor([1]), tensor([1, 2]))).toThrow(
      /meanAbsoluteError: truth \[1\] does not fit predictions \[2\]/,
    );
  });
});
