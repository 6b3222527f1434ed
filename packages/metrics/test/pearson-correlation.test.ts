import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, pearsonCorrelation } from '../src/index.ts';

describe('pearsonCorrelation', () => {
  it('is taken along the outputs of each sample, as in Keras', () => {
    const [y, p] = [
      tensor([
        [1, 2, 3],
        [1, 2, 3],
      ]),
      tensor([
        [10, 30, 50],
        [3, 2, 1],
      ]),
    ];
    expect(computeMetric(pearsonCorrelation(), y, p).item()).toBeCloseTo(0, 6);
    expect(computeMetric(pearsonCorrelation(), y, p, tensor([3, 1])).item()).toBeCloseTo(0.5, 6);
  });

  it('is taken along the samples of all batches with axis 0', () => {
    const metric = pearsonCorrelation({ axis: 0 });
    let state = metric.update(metric.initial(), tensor([1, 2]), tensor([[5], [3]]));
    state = metric.update(state, tensor([3]), tensor([1]));
    expect(metric.result(state).item()).toBeCloseTo(-1, 14);
    const two = pearsonCorrelation({ axis: 0, outputs: 2 });
    expect(
      computeMetric(
        two,
        tensor([
          [1, 1],
          [2, 2],
        ]),
        tensor([
          [1, 2],
          [2, 1],
        ]),
      ).item(),
    ).toBeCloseTo(0, 14);
  });

  it('is NaN where something does not vary', () => {
    expect(computeMetric(pearsonCorrelation({ axis: 0 }), tensor([1, 2]), tensor([3, 3])).item()).toBeNaN();
  });

  it('explains what to do with one output', () => {
    expect(() => computeMetric(pearsonCorrelation(), tensor([1, 2]), tensor([[3], [4]]))).toThrow(
      /pearsonCorrelation: .*fewer than two outputs along axis 1.*Give pearsonCorrelation\(\{ axis: 0 \}\)/,
    );
    expect(() => computeMetric(pearsonCorrelation(), tensor([1, 2]), tensor([3, 4]))).toThrow(/axis: 0/);
  });
});
