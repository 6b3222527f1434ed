import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { auc, computeMetric, exactAuc } from '../src/index.ts';

describe('auc', () => {
  const yTrue = tensor([0, 0, 1, 1]);
  const yPred = tensor([0, 0.5, 0.3, 0.9]);

  it('is the probability that a yes is predicted higher than a no', () => {
    expect(computeMetric(auc(), yTrue, yPred).item()).toBe(0.75);
    expect(computeMetric(auc(), yTrue, tensor([0.1, 0.2, 0.3, 0.4])).item()).toBe(1);
    expect(computeMetric(auc(), yTrue, tensor([0.5, 0.5, 0.5, 0.5])).item()).toBe(0.5);
    expect(computeMetric(auc(), yTrue, tensor([1, 1, 0, 0])).item()).toBe(0);
  });

  it('nears the exact area with many thresholds', () => {
    const scores = tensor(Float64Array.from({ length: 200 }, (_, i) => (Math.sin(i * 12.9898) + 1) / 2));
    const truth = tensor(
      Float64Array.from({ length: 200 }, (_, i) => (Math.sin(i * 12.9898) + Math.sin(i * 78.233) > 0 ? 1 : 0)),
    );
    for (const curve of ['roc', 'pr'] as const) {
      const exact = exactAuc(truth, scores, { curve }).item();
      expect(computeMetric(auc({ curve, numThresholds: 5000 }), truth, scores).item()).toBeCloseTo(exact, 2);
    }
    expect(computeMetric(auc({ numThresholds: 5000 }), truth, scores).item()).toBeCloseTo(
      exactAuc(truth, scores).item(),
      3,
    );
  });

  it('bounds the curve from above and from below', () => {
    for (const curve of ['roc', 'pr'] as const) {
      const [low, mid, high] = (['minoring', 'interpolation', 'majoring'] as const).map((summationMethod) =>
        computeMetric(auc({ curve, summationMethod, numThresholds: 4 }), yTrue, yPred).item(),
      ) as [number, number, number];
      expect(low).toBeLessThanOrEqual(mid);
      expect(mid).toBeLessThanOrEqual(high);
    }
  });

  it('takes logits, and predictions beyond 0 and 1 for 0 and 1', () => {
    expect(computeMetric(auc({ fromLogits: true }), yTrue, tensor([-3, 0, -1, 2])).item()).toBe(0.75);
    expect(computeMetric(auc(), yTrue, tensor([-5, 0.5, 0.3, 7])).item()).toBe(0.75);
  });

  it('is the mean over labels, or weighted', () => {
    const truth = tensor([
      [0, 1],
      [1, 0],
    ]);
    const guess = tensor([
      [0.2, 0.1],
      [0.8, 0.9],
    ]);
    expect(computeMetric(auc({ labels: 2 }), truth, guess).item()).toBe(0.5);
    expect(computeMetric(auc({ labels: 2, labelWeights: [3, 1] }), truth, guess).item()).toBe(0.75);
    expect(() => computeMetric(auc({ labels: 3 }), truth, guess)).toThrow(/do not have 3 labels/);
  });

  it('is 0 before the first sample', () => {
    expect(auc().result(auc().initial()).item()).toBe(0);
  });

  it('rejects options that are none', () => {
    expect(() => auc({ curve: 'ROC' as 'roc' })).toThrow(/auc: curve is one of roc, pr, prGain, got "ROC"/);
    expect(() => auc({ summationMethod: 'mean' as 'majoring' })).toThrow(/summationMethod is one of/);
    expect(() => auc({ numThresholds: 1 })).toThrow(/numThresholds must be an integer of at least 2/);
    expect(() => auc({ labelWeights: [1] })).toThrow(/labelWeights has 1 weights for no labels/);
    for (const labelWeights of [null, [1, -1], [1, Number.NaN]]) {
      expect(() => auc({ labels: 2, labelWeights: labelWeights as never })).toThrow(
        /labelWeights is a list of numbers/,
      );
    }
    expect(() => auc({ thresholds: [0.5, 0.2] })).toThrow(/ascending list/);
  });
});
