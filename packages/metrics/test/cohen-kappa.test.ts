import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { cohenKappa, computeMetric } from '../src/index.ts';

describe('cohenKappa', () => {
  const yTrue = tensor([0, 1, 2, 2]);
  const yPred = tensor([
    [0.9, 0.05, 0.05],
    [0.1, 0.1, 0.8],
    [0.1, 0.1, 0.8],
    [0.1, 0.8, 0.1],
  ]);

  it('is 1 for all right and 0 for chance', () => {
    expect(computeMetric(cohenKappa({ classes: 2 }), tensor([0, 1]), tensor([0.1, 0.9])).item()).toBe(1);
    expect(computeMetric(cohenKappa({ classes: 2 }), tensor([0, 1, 0, 1]), tensor([0.1, 0.1, 0.9, 0.9])).item()).toBe(
      0,
    );
  });

  it('forgives near misses with weighting', () => {
    const of = (weighting: 'none' | 'linear' | 'quadratic'): number =>
      computeMetric(cohenKappa({ classes: 3, weighting }), yTrue, yPred).item();
    expect(of('none')).toBeCloseTo(1 - 0.5 / (1 - 6 / 16), 14);
    expect(of('linear')).toBeCloseTo(1 - 0.5 / (14 / 16), 14);
    expect(of('linear')).toBeLessThan(of('quadratic'));
  });

  it('rejects weightings and options that are none', () => {
    expect(() => cohenKappa({ classes: 3, weighting: 'cubic' as 'linear' })).toThrow(/cohenKappa: weighting is/);
    expect(() => cohenKappa({ classes: 3, weights: 'linear' } as never)).toThrow(
      /cohenKappa: unknown option "weights"/,
    );
  });
});
