import { tensor } from '@gradkit/core';
import {
  binaryCrossentropy,
  binaryFocalCrossentropy,
  categoricalCrossentropy,
  categoricalFocalCrossentropy,
  categoricalHinge,
  cosineSimilarity,
  dice,
  hinge,
  huber,
  klDivergence,
  type Loss,
  logCosh,
  mae,
  mse,
  msle,
  poisson,
  sparseCategoricalCrossentropy,
} from '@gradkit/losses';
import { describe, expect, it } from 'vitest';
import { baselineLosses, lossFactsOf } from '../src/loss-facts.ts';

const ids = tensor(Int32Array.from([0, 1, 2, 0, 2, 2, 2, 2]), { shape: [8], dtype: 'int32' });
const rows = tensor(Array.from([0, 1, 2, 0, 2, 2, 2, 2], (id) => [0, 1, 2].map((k) => (k === id ? 1 : 0))));
const answers = tensor([[0], [1], [1], [0], [1], [1], [1], [0]]);
const signs = tensor([[-1], [1], [1], [-1], [1], [1], [1], [-1]]);
const numbers = tensor([[3.1], [2.5], [4], [3.3], [2.9], [3.7], [2.2], [3]]);

const judged = (loss: Loss, units: number) => ({ field: 'y', index: 0, loss, weight: 1, shape: [8, units] });

describe('lossFactsOf', () => {
  it.each([
    ['sparse cross-entropy of logits', sparseCategoricalCrossentropy({ fromLogits: true }), ids, 'logits', true],
    ['of probabilities', sparseCategoricalCrossentropy(), ids, 'probabilities', true],
    [
      'smoothed, of logits',
      sparseCategoricalCrossentropy({ fromLogits: true, labelSmoothing: 0.1 }),
      ids,
      'logits',
      true,
    ],
    ['smoothed, of probabilities', sparseCategoricalCrossentropy({ labelSmoothing: 0.1 }), ids, 'probabilities', true],
    ['cross-entropy of rows of logits', categoricalCrossentropy({ fromLogits: true }), rows, 'logits', true],
    ['of rows of probabilities', categoricalCrossentropy(), rows, 'probabilities', true],
    ['their sum', categoricalCrossentropy({ fromLogits: true, reduction: 'sum' }), rows, 'logits', true],
    ['focal, of logits', categoricalFocalCrossentropy({ fromLogits: true }), rows, 'logits', true],
    ['focal, of probabilities', categoricalFocalCrossentropy(), rows, 'probabilities', true],
    ['yes or no, of logits', binaryCrossentropy({ fromLogits: true }), answers, 'logits', false],
    ['yes or no, of probabilities', binaryCrossentropy(), answers, 'probabilities', false],
    ['several questions, of logits', binaryCrossentropy({ fromLogits: true }), rows, 'logits', false],
    ['several questions, of probabilities', binaryCrossentropy(), rows, 'probabilities', false],
    ['focal, yes or no', binaryFocalCrossentropy({ fromLogits: true }), answers, 'logits', false],
    ['divergence', klDivergence(), rows, 'probabilities', false],
    ['hinge', hinge(), signs, 'logits', false],
    ['hinge of classes', categoricalHinge(), rows, 'logits', true],
    ['squares', mse(), numbers, 'any', false],
    ['squares of rows', mse(), rows, 'any', false],
    ['absolute values', mae(), numbers, 'any', false],
    ['huber', huber(), numbers, 'any', false],
    ['log cosh', logCosh(), numbers, 'any', false],
    ['logarithmic', msle(), numbers, 'any', false],
    ['counts', poisson(), numbers, 'any', false],
    ['directions', cosineSimilarity(), rows, 'any', false],
    ['overlap', dice(), rows, 'any', false],
  ] as const)('knows what losses take: %s', (_, loss, y, takes, exclusive) => {
    expect(lossFactsOf(judged(loss, y === ids ? 3 : (y.shape.at(-1) as number)), { y })).toEqual({ takes, exclusive });
  });

  it('says nothing of a loss that it cannot apply', () => {
    const broken = (): never => {
      throw new Error('no');
    };
    expect(lossFactsOf(judged(broken, 3), { y: ids })).toBeUndefined();
  });
});

describe('baselineLosses', () => {
  const frequencies = [2 / 8, 1 / 8, 5 / 8];
  const entropy = -frequencies.reduce((sum, p) => sum + p * Math.log(p), 0);

  it.each([sparseCategoricalCrossentropy({ fromLogits: true }), sparseCategoricalCrossentropy()])(
    'is ln C for equal classes, and the entropy of the frequencies',
    (loss) => {
      const losses = baselineLosses(judged(loss, 3), { y: ids }, lossFactsOf(judged(loss, 3), { y: ids }));
      expect(losses.uninformed).toBeCloseTo(Math.log(3), 5);
      expect(losses.best).toBeCloseTo(entropy, 5);
    },
  );

  it('is ln 2 for yes or no', () => {
    for (const loss of [binaryCrossentropy({ fromLogits: true }), binaryCrossentropy()]) {
      const output = judged(loss, 1);
      const losses = baselineLosses(output, { y: answers }, lossFactsOf(output, { y: answers }));
      expect(losses.uninformed).toBeCloseTo(Math.LN2, 5);
      expect(losses.best).toBeCloseTo(-(5 / 8) * Math.log(5 / 8) - (3 / 8) * Math.log(3 / 8), 5);
    }
  });

  it('is the mean square, and the variance, for squares', () => {
    const values = [...numbers.dataSync()];
    const mean = values.reduce((a, b) => a + b) / 8;
    const output = judged(mse(), 1);
    const losses = baselineLosses(output, { y: numbers }, lossFactsOf(output, { y: numbers }));
    expect(losses.uninformed).toBeCloseTo(values.reduce((sum, y) => sum + y * y, 0) / 8, 4);
    expect(losses.best).toBeCloseTo(values.reduce((sum, y) => sum + (y - mean) ** 2, 0) / 8, 4);
  });

  it('counts samples by their weights', () => {
    const loss = sparseCategoricalCrossentropy({ fromLogits: true });
    const y = tensor(Int32Array.from([0, 1]), { shape: [2], dtype: 'int32' });
    const fields = { y, sampleWeight: tensor([3, 1]) };
    expect(baselineLosses(judged(loss, 2), fields, undefined).uninformed).toBeCloseTo(2 * Math.LN2, 5);
  });
});
