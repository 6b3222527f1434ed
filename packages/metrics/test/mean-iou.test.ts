import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, meanIoU } from '../src/index.ts';

describe('meanIoU', () => {
  it('is the mean over all classes that occur', () => {
    const yPred = tensor([
      [0.9, 0, 0.1],
      [0, 0.9, 0.1],
      [0, 0.9, 0.1],
      [0, 0.1, 0.9],
    ]);
    expect(computeMetric(meanIoU({ classes: 3 }), tensor([0, 0, 1, 2]), yPred).item()).toBeCloseTo(2 / 3, 15);
  });

  it('leaves out pixels of an ignored class, of images', () => {
    const image = tensor([
      [
        [
          [0.9, 0.1],
          [0.2, 0.8],
        ],
        [
          [0.3, 0.7],
          [0.6, 0.4],
        ],
      ],
    ]);
    const labels = tensor(
      [
        [
          [0, 1],
          [255, 1],
        ],
      ],
      { dtype: 'int32' },
    );
    expect(computeMetric(meanIoU({ classes: 2, ignoreClass: 255 }), labels, image).item()).toBe(0.5);
    expect(computeMetric(meanIoU({ classes: 2, ignoreClass: 0 }), labels, image).item()).toBe(0.25);
    expect(meanIoU({ classes: 2 }).name).toBe('meanIoU');
  });
});
