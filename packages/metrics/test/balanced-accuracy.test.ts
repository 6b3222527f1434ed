import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { balancedAccuracy, computeMetric } from '../src/index.ts';

describe('balancedAccuracy', () => {
  it('is the mean of the recalls of classes that occur', () => {
    const yPred = tensor([
      [0.8, 0.1, 0.1],
      [0.8, 0.1, 0.1],
      [0.8, 0.1, 0.1],
      [0.1, 0.8, 0.1],
    ]);
    expect(computeMetric(balancedAccuracy({ classes: 3 }), tensor([0, 0, 1, 1]), yPred).item()).toBe(0.75);
    expect(balancedAccuracy({ classes: 3 })).toMatchObject({ name: 'balancedAccuracy', direction: 'max' });
  });

  it('is NaN before the first sample', () => {
    const metric = balancedAccuracy({ classes: 3 });
    expect(metric.result(metric.initial()).item()).toBeNaN();
  });
});
