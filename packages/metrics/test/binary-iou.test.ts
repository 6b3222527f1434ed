import { type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { binaryIoU, computeMetric } from '../src/index.ts';

describe('binaryIoU', () => {
  const [yTrue, yPred] = [tensor([0, 1, 0, 1]), tensor([0.1, 0.2, 0.4, 0.7])];

  it('is the mean of background and foreground: the example of Keras', () => {
    expect(computeMetric(binaryIoU({ threshold: 0.3 }), yTrue, yPred).item()).toBeCloseTo(1 / 3, 15);
    expect(computeMetric(binaryIoU({ threshold: 0.3, targetClassIds: [1] }), yTrue, yPred).item()).toBeCloseTo(
      1 / 3,
      15,
    );
    expect(computeMetric(binaryIoU(), yTrue, yPred).item()).toBeCloseTo((2 / 3 + 1 / 2) / 2, 15);
  });

  it('takes images [B, H, W, 1]', () => {
    const image = (x: number[]): Tensor => tensor(x, { dtype: 'float32' }).reshape([1, 2, 2, 1]);
    expect(computeMetric(binaryIoU(), image([0, 1, 0, 1]), image([0, 0, 0, 1])).item()).toBeCloseTo(
      (2 / 3 + 1 / 2) / 2,
      15,
    );
  });

  it('rejects targets that are neither 0 nor 1', () => {
    expect(() => binaryIoU({ targetClassIds: [2] })).toThrow(
      /binaryIoU: targetClassIds are a list of classes from 0 to 1/,
    );
  });
});
