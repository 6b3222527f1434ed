import { log, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { categoricalGeneralizedCrossEntropy, sparseCategoricalCrossentropy } from '../src/index.ts';
import { expectClose } from './close.ts';

describe('categoricalGeneralizedCrossEntropy', () => {
  const labels = tensor([0, 2], { dtype: 'int32' });
  const yPred = tensor(
    [
      [0.25, 0.5, 0.25],
      [0.2, 0.71, 0.09],
    ],
    { dtype: 'float64' },
  );

  it('is (1 − p^q) / q', () => {
    expectClose(categoricalGeneralizedCrossEntropy({ reduction: 'none' })(labels, yPred).dataSync(), [1, 1.4], 1e-14);
  });

  it('goes to the cross-entropy as q goes to 0, and to the absolute error as it goes to 1', () => {
    const at = (q: number): number => categoricalGeneralizedCrossEntropy({ q })(labels, yPred).item();
    expect(at(1e-9)).toBeCloseTo(sparseCategoricalCrossentropy()(labels, yPred).item(), 7);
    expect(at(1 - 1e-12)).toBeCloseTo((0.75 + 0.91) / 2, 10);
  });

  it('is the same from logits as from their probabilities', () => {
    const loss = categoricalGeneralizedCrossEntropy({ fromLogits: true });
    expect(loss(labels, log(yPred)).item()).toBeCloseTo(categoricalGeneralizedCrossEntropy()(labels, yPred).item(), 13);
  });

  it('is NaN for a label that is no class', () => {
    expect(categoricalGeneralizedCrossEntropy()(tensor([0, 3]), yPred).item()).toBeNaN();
  });

  it('rejects q outside of (0, 1)', () => {
    for (const q of [0, 1, -1, Number.NaN, '0.5']) {
      expect(() => categoricalGeneralizedCrossEntropy({ q: q as number })).toThrow(
        /q is between 0 and 1, both excluded/,
      );
    }
  });
});
