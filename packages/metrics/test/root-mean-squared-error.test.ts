import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, rootMeanSquaredError } from '../src/index.ts';

describe('rootMeanSquaredError', () => {
  it('is the root of the mean over all batches', () => {
    const metric = rootMeanSquaredError();
    let state = metric.update(metric.initial(), tensor([0, 0]), tensor([7, 1]));
    state = metric.update(state, tensor([[0], [0]]), tensor([[5], [5]]));
    expect(metric.result(state).item()).toBe(5);
    expect(metric).toMatchObject({ name: 'rootMeanSquaredError', direction: 'min' });
  });

  it('weighs samples', () => {
    expect(computeMetric(rootMeanSquaredError(), tensor([0, 0]), tensor([4, 9]), tensor([1, 0])).item()).toBe(4);
  });
});
