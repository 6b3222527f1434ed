import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, f1Score, fBetaScore } from '../src/index.ts';

describe('f1Score', () => {
  it('is 2 TP / (2 TP + FN + FP)', () => {
    expect(computeMetric(f1Score(), tensor([1, 1, 1, 0]), tensor([0.9, 0.2, 0.6, 0.8])).item()).toBeCloseTo(4 / 6, 15);
  });

  it('is the fBetaScore of 1', () => {
    const [y, p] = [
      tensor([
        [1, 0],
        [0, 1],
        [1, 1],
      ]),
      tensor([
        [0.6, 0.1],
        [0.7, 0.2],
        [0.1, 0.9],
      ]),
    ];
    const expected = computeMetric(fBetaScore({ classes: 2 }), y, p).item();
    expect(computeMetric(f1Score({ classes: 2 }), y, p).item()).toBe(expected);
  });

  it('is 0 where there is no yes, and has its own name', () => {
    expect(computeMetric(f1Score(), tensor([0, 0]), tensor([0.1, 0.2])).item()).toBe(0);
    expect(f1Score().name).toBe('f1Score');
    expect(() => f1Score({ beta: 2 } as object)).toThrow(/f1Score: unknown option "beta"/);
  });
});
