import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, sparseCategoricalAccuracy } from '../src/index.ts';

describe('sparseCategoricalAccuracy', () => {
  const yPred = tensor([
    [0.1, 0.7, 0.2],
    [0.4, 0.4, 0.2],
  ]);

  it('compares the largest output with class ids, [B] or [B, 1]', () => {
    expect(computeMetric(sparseCategoricalAccuracy(), tensor([1, 2]), yPred).item()).toBe(0.5);
    expect(computeMetric(sparseCategoricalAccuracy(), tensor([[1], [0]], { dtype: 'int32' }), yPred).item()).toBe(1);
  });

  it('weighs timesteps', () => {
    const steps = tensor([
      [
        [0.9, 0.1],
        [0.2, 0.8],
      ],
      [
        [0.3, 0.7],
        [0.6, 0.4],
      ],
    ]);
    const labels = tensor([
      [0, 0],
      [0, 0],
    ]);
    expect(
      computeMetric(
        sparseCategoricalAccuracy(),
        labels,
        steps,
        tensor([
          [1, 0],
          [1, 2],
        ]),
      ).item(),
    ).toBe(0.75);
  });

  it('rejects one-hot rows', () => {
    expect(() =>
      computeMetric(
        sparseCategoricalAccuracy(),
        tensor([
          [1, 0, 0],
          [0, 1, 0],
        ]),
        yPred,
      ),
    ).toThrow(/one class id for each row/);
  });
});
