import { grad } from '@gradkit/autograd';
import { sum, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, test } from 'vitest';
import type { Loss } from '../src/index.ts';
import * as losses from '../src/index.ts';

const large = [
  [1e4, -1e4, 0],
  [-1e4, 1e4, 1e-30],
];
const extremes = [
  [0, 1, 0],
  [1, 0, 0],
];
const bits = [
  [0, 1, 1],
  [1, 0, 0],
];
const oneHot = [
  [0, 1, 0],
  [1, 0, 0],
];

/** Every loss with predictions as far out as float32 programs meet them, often wrong. */
const cases: readonly (readonly [string, Loss, number[] | number[][], number[][] | number[][][]])[] = [
  ['binaryCrossentropy of logits', losses.binaryCrossentropy({ fromLogits: true }), bits, large],
  ['binaryCrossentropy', losses.binaryCrossentropy(), bits, extremes],
  ['binaryFocalCrossentropy of logits', losses.binaryFocalCrossentropy({ fromLogits: true }), bits, large],
  ['binaryFocalCrossentropy', losses.binaryFocalCrossentropy(), bits, extremes],
  ['categoricalCrossentropy of logits', losses.categoricalCrossentropy({ fromLogits: true }), oneHot, large],
  [
    'categoricalCrossentropy',
    losses.categoricalCrossentropy(),
    oneHot,
    [
      [1, 0, 0],
      [0, 0, 1],
    ],
  ],
  ['categoricalFocalCrossentropy of logits', losses.categoricalFocalCrossentropy({ fromLogits: true }), oneHot, large],
  [
    'categoricalFocalCrossentropy',
    losses.categoricalFocalCrossentropy(),
    oneHot,
    [
      [1, 0, 0],
      [0, 0, 1],
    ],
  ],
  [
    'sparseCategoricalCrossentropy of logits',
    losses.sparseCategoricalCrossentropy({ fromLogits: true }),
    [1, 0],
    large,
  ],
  ['categoricalGeneralizedCrossEntropy', losses.categoricalGeneralizedCrossEntropy(), [2, 2], extremes],
  [
    'categoricalGeneralizedCrossEntropy of logits',
    losses.categoricalGeneralizedCrossEntropy({ fromLogits: true }),
    [1, 0],
    large,
  ],
  [
    'ctc',
    losses.ctc(),
    [
      [1, 2],
      [2, 0],
    ],
    [
      [...large, ...large],
      [...large, ...large],
    ],
  ],
  ['logCosh', losses.logCosh(), bits, large],
  [
    'huber',
    losses.huber(),
    bits,
    [
      [1e30, -1e30, 0],
      [0, 1, 1],
    ],
  ],
  ['hinge', losses.hinge(), bits, large],
  ['squaredHinge', losses.squaredHinge(), bits, large],
  ['categoricalHinge', losses.categoricalHinge(), oneHot, large],
  ['klDivergence', losses.klDivergence(), oneHot, extremes],
  [
    'poisson',
    losses.poisson(),
    bits,
    [
      [0, 0, 1e4],
      [1e4, 0, 0],
    ],
  ],
  [
    'meanSquaredLogarithmicError',
    losses.meanSquaredLogarithmicError(),
    bits,
    [
      [0, 1e30, 0],
      [-1, 0, 1],
    ],
  ],
  ['meanAbsolutePercentageError', losses.meanAbsolutePercentageError(), bits, large],
  [
    'cosineSimilarity',
    losses.cosineSimilarity(),
    bits,
    [
      [0, 0, 0],
      [1e4, 1e4, 1e-4],
    ],
  ],
  [
    'dice',
    losses.dice({ axis: 1 }),
    [
      [0, 0, 0],
      [1, 1, 1],
    ],
    [
      [0, 0, 0],
      [0, 0, 0],
    ],
  ],
  [
    'tversky',
    losses.tversky({ axis: 1 }),
    [
      [0, 0, 0],
      [1, 1, 1],
    ],
    [
      [0, 0, 0],
      [0, 0, 0],
    ],
  ],
  [
    'circle',
    losses.circle(),
    [0, 1, 0, 2],
    [
      [1, 0],
      [1, 0],
      [-1, 0],
      [0, 1],
    ],
  ],
];

describe('in float32, values and derivatives are numbers', () => {
  test.each(cases)('of %s', (_, loss, truth, prediction) => {
    const yTrue = tensor(truth as number[][]);
    const yPred = tensor(prediction as number[][]);
    const value = (p: Tensor): Tensor => sum(loss(yTrue, p));
    expect(value(yPred).item()).toSatisfy(Number.isFinite);
    expect([...grad(value)(yPred).dataSync()].filter((x) => !Number.isFinite(x))).toEqual([]);
  });
});

describe('in float32, small values are not lost', () => {
  test('of logCosh: ½ e² of an error of 10⁻⁴', () => {
    expect(
      losses
        .logCosh()(tensor([0]), tensor([1e-4]))
        .item() / 5e-9,
    ).toBeCloseTo(1, 5);
  });

  test('of focal losses: a probability within 10⁻⁹ of 1', () => {
    const logits = tensor([20.72]);
    const p = 1 / (1 + Math.exp(20.72));
    const binary = losses.binaryFocalCrossentropy({ fromLogits: true, gamma: 1 });
    expect(binary(tensor([1]), logits).item() / (p * Math.log1p(p))).toBeCloseTo(1, 4);
    const categorical = losses.categoricalFocalCrossentropy({ fromLogits: true, gamma: 1, alpha: 1 });
    const rows = tensor([[20.72, 0]]);
    expect(categorical(tensor([[1, 0]]), rows).item()).toBeGreaterThanOrEqual(0);
    expect(
      losses
        .categoricalGeneralizedCrossEntropy({ fromLogits: true })(tensor([0]), tensor([[5, 0]]))
        .item(),
    ).toBeCloseTo(2 * (1 - Math.sqrt(1 / (1 + Math.exp(-5)))), 8);
  });
});
