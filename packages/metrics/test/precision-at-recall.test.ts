import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, precisionAtRecall } from '../src/index.ts';

describe('precisionAtRecall', () => {
  const yTrue = tensor([0, 0, 1, 1]);
  const yPred = tensor([0.1, 0.6, 0.5, 0.9]);

  it('is the best under the condition', () => {
    expect(computeMetric(precisionAtRecall({ recall: 0.75 }), yTrue, yPred).item()).toBeCloseTo(0.6666666666666666, 15);
    expect(computeMetric(precisionAtRecall({ recall: 0 }), yTrue, yPred).item()).toBe(1);
  });

  it('tries one threshold if so wished: 0.5', () => {
    const metric = precisionAtRecall({ recall: 0.2, numThresholds: 1 });
    expect(metric.initial().positives.shape).toEqual([1, 2]);
    expect(computeMetric(metric, yTrue, yPred).item()).toBe(0.5);
  });

  it('is 0 before the first sample', () => {
    const metric = precisionAtRecall({ recall: 0.5 });
    expect(metric.result(metric.initial()).item()).toBe(0);
  });

  it('rejects options out of range', () => {
    expect(() => precisionAtRecall({ recall: 1.5 })).toThrow(
      /precisionAtRecall: recall is a number from 0 to 1, got 1.5/,
    );
    expect(() => precisionAtRecall({} as never)).toThrow(/recall is a number from 0 to 1, got undefined/);
    expect(() => precisionAtRecall({ recall: 0.5, numThresholds: 0 })).toThrow(
      /numThresholds must be an integer of at least 1/,
    );
  });
});
