import { checkGradients, grad } from '@gradkit/autograd';
import { sum, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it, test } from 'vitest';
import {
  binaryCrossentropy,
  binaryFocalCrossentropy,
  categoricalCrossentropy,
  categoricalFocalCrossentropy,
  categoricalGeneralizedCrossEntropy,
  categoricalHinge,
  circle,
  contrastive,
  cosineSimilarity,
  ctc,
  dice,
  hinge,
  huber,
  klDivergence,
  type Loss,
  logCosh,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
  pinball,
  poisson,
  sparseCategoricalCrossentropy,
  squaredHinge,
  tversky,
} from '../src/index.ts';

const f64 = { dtype: 'float64' } as const;
const real = [
  [0.3, -1.2, 2.1],
  [-0.4, 0.9, 0.15],
];
const positive = [
  [0.3, 1.2, 2.1],
  [0.4, 0.9, 0.15],
];
const shares = [
  [0.3, 0.45, 0.25],
  [0.2, 0.7, 0.1],
];
const bits = [
  [1, 0, 1],
  [0, 1, 0],
];
const oneHot = [
  [0, 0, 1],
  [0, 1, 0],
];
const away = [
  [1.5, 0.4, -0.7],
  [2.5, -0.3, -1],
];

/** Points away from kinks. */
const cases: readonly (readonly [string, Loss, number[] | number[][], number[][] | number[][][]])[] = [
  ['meanSquaredError', meanSquaredError(), away, real],
  ['meanAbsoluteError', meanAbsoluteError(), away, real],
  ['meanAbsolutePercentageError', meanAbsolutePercentageError(), away, real],
  ['meanSquaredLogarithmicError', meanSquaredLogarithmicError(), positive, shares],
  ['huber', huber(), away, real],
  ['logCosh', logCosh(), away, real],
  ['cosineSimilarity', cosineSimilarity(), away, real],
  ['binaryCrossentropy', binaryCrossentropy({ labelSmoothing: 0.1 }), bits, shares],
  ['binaryCrossentropy of logits', binaryCrossentropy({ fromLogits: true }), bits, real],
  ['binaryFocalCrossentropy', binaryFocalCrossentropy({ applyClassBalancing: true }), bits, shares],
  ['binaryFocalCrossentropy of logits', binaryFocalCrossentropy({ fromLogits: true, gamma: 1.5 }), bits, real],
  ['categoricalCrossentropy', categoricalCrossentropy(), oneHot, positive],
  ['categoricalCrossentropy of logits', categoricalCrossentropy({ fromLogits: true }), shares, real],
  ['categoricalFocalCrossentropy', categoricalFocalCrossentropy({ alpha: [1, 2, 3] }), oneHot, positive],
  ['categoricalFocalCrossentropy of logits', categoricalFocalCrossentropy({ fromLogits: true }), oneHot, real],
  ['categoricalGeneralizedCrossEntropy', categoricalGeneralizedCrossEntropy(), [2, 0], shares],
  [
    'categoricalGeneralizedCrossEntropy of logits',
    categoricalGeneralizedCrossEntropy({ fromLogits: true }),
    [2, 0],
    real,
  ],
  ['sparseCategoricalCrossentropy', sparseCategoricalCrossentropy({ ignoreClass: 0 }), [2, 1], positive],
  ['sparseCategoricalCrossentropy of logits', sparseCategoricalCrossentropy({ fromLogits: true }), [2, 0], real],
  ['klDivergence', klDivergence(), shares, positive.map((row) => row.map((x) => x / 3))],
  ['poisson', poisson(), positive, positive],
  ['hinge', hinge(), bits, real],
  ['squaredHinge', squaredHinge(), bits, real],
  ['categoricalHinge', categoricalHinge(), oneHot, real],
  ['dice', dice(), bits, shares],
  ['tversky', tversky({ alpha: 0.3, axis: 1 }), bits, shares],
  [
    'circle',
    circle({ gamma: 4 }),
    [0, 1, 0],
    [
      [0.6, 0.8],
      [-0.8, 0.6],
      [0.28, 0.96],
    ],
  ],
  ['contrastive', contrastive({ margin: 1.5 }), bits, positive],
  ['pinball', pinball({ quantile: 0.8 }), away, real],
  [
    'ctc',
    ctc(),
    [
      [1, 2],
      [1, 0],
    ],
    [real.concat(away), away.concat(positive)],
  ],
];

describe('derivatives by predictions', () => {
  test.each(cases)('of %s agree with differences, also the second', (_, loss, truth, prediction) => {
    const yTrue = tensor(truth as number[][], f64);
    const yPred = tensor(prediction as number[][], f64);
    for (const order of [1, 2] as const)
      checkGradients((p: Tensor) => loss(yTrue, p), [yPred], { order, tolerance: 1e-5 });
  });

  test.each(cases.slice(0, 7))('of %s agree with differences by the truth, too', (_, loss, truth, prediction) => {
    const [yTrue, yPred] = [tensor(truth as number[][], f64), tensor(prediction as number[][], f64)];
    checkGradients((y: Tensor, p: Tensor) => loss(y, p), [yTrue, yPred], { tolerance: 1e-5 });
  });

  it('by weights are the values', () => {
    const loss = meanSquaredError({ reduction: 'sum' });
    const by = grad((sampleWeight: Tensor) => loss(tensor([0, 0]), tensor([2, 3]), { sampleWeight }));
    expect(by(tensor([1, 1])).toArray()).toEqual([4, 9]);
  });
});

describe('at kinks and ties', () => {
  // 0 is added because −0 is not 0 for toEqual.
  const slope = (loss: Loss, truth: number[], prediction: number[]): number[] =>
    Array.from(grad((p: Tensor) => loss(tensor(truth), p))(tensor(prediction)).dataSync(), (x) => x + 0);

  it('distances have slope 0 where the prediction is right', () => {
    for (const loss of [meanAbsoluteError, meanAbsolutePercentageError, logCosh, huber]) {
      expect(slope(loss(), [1, -2], [1, -2])).toEqual([0, 0]);
    }
  });

  it('huber is smooth at delta', () => {
    expect(slope(huber({ delta: 0.5, reduction: 'sum' }), [0, 0, 0], [0.5, -0.5, 100])).toEqual([0.5, -0.5, 0.5]);
  });

  it('hinges have a slope between those of both sides', () => {
    const [at] = slope(hinge(), [1], [1]) as [number];
    expect(at).toBeGreaterThanOrEqual(-1);
    expect(at).toBeLessThanOrEqual(0);
    expect(slope(squaredHinge(), [1], [1])).toEqual([0]);
  });

  it('the second derivative of logCosh is 1 where the prediction is right, as that of ½ e²', () => {
    const first = grad((p: Tensor) => logCosh()(tensor([0], f64), p));
    const second = grad((p: Tensor) => sum(first(p)));
    expect(second(tensor([0], f64)).toArray()).toEqual([1]);
  });
});
