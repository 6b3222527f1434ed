import { grad } from '@gradkit/autograd';
import { softmax, type Tensor, tensor, transpose } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { categoricalCrossentropy, categoricalFocalCrossentropy } from '../src/index.ts';
import { expectClose } from './close.ts';

describe('categoricalFocalCrossentropy', () => {
  const truth = tensor(
    [
      [1, 0, 0],
      [0, 0, 1],
    ],
    { dtype: 'float64' },
  );
  const logits = tensor(
    [
      [0.5, 2, -3],
      [0, -1, 4],
    ],
    { dtype: 'float64' },
  );

  it('has finite derivatives at answers that are quite right, also with gamma below 1', () => {
    for (const [fromLogits, yPred] of [
      [true, tensor([[1e4, -1e4]])],
      [false, tensor([[1, 0]])],
    ] as const) {
      const loss = categoricalFocalCrossentropy({ gamma: 0.5, fromLogits });
      const yTrue = tensor([[1, 0]]);
      expect(loss(yTrue, yPred).item()).toBeCloseTo(0, 6);
      expect(
        grad((p: Tensor) => loss(yTrue, p))(yPred)
          .dataSync()
          .every(Number.isFinite),
      ).toBe(true);
    }
  });

  it('is the cross-entropy with gamma 0 and alpha 1', () => {
    const focal = categoricalFocalCrossentropy({ gamma: 0, alpha: 1, fromLogits: true, reduction: 'none' })(
      truth,
      logits,
    );
    const plain = categoricalCrossentropy({ fromLogits: true, reduction: 'none' })(truth, logits);
    expectClose(focal.dataSync(), plain.dataSync(), 1e-14);
  });

  it('is the same from logits as from their probabilities, along any axis', () => {
    const options = { labelSmoothing: 0.1, alpha: [1, 2, 0.5], reduction: 'none' } as const;
    const expected = categoricalFocalCrossentropy(options)(truth, softmax(logits)).dataSync();
    expectClose(
      categoricalFocalCrossentropy({ ...options, fromLogits: true })(truth, logits).dataSync(),
      expected,
      1e-12,
    );
    const turned = categoricalFocalCrossentropy({ ...options, axis: 0 })(transpose(truth), transpose(softmax(logits)));
    expectClose(turned.dataSync(), expected, 1e-12);
  });

  it('rejects weights that do not fit the classes', () => {
    expect(() => categoricalFocalCrossentropy({ alpha: [1, 2] })(truth, logits)).toThrow(
      /alpha has 2 weights for 3 classes/,
    );
    for (const alpha of [Number.NaN, -1, Infinity, [1, -1]]) {
      expect(() => categoricalFocalCrossentropy({ alpha })).toThrow(/alpha is a finite number of at least 0/);
    }
    expect(() => categoricalFocalCrossentropy({ gamma: Infinity })).toThrow(/gamma is a finite number/);
    expect(() => categoricalFocalCrossentropy({ alpha: 'x' as never })).toThrow(
      /alpha is a finite number of at least 0 or a list/,
    );
    expect(() => categoricalFocalCrossentropy()(tensor([0, 2]), logits)).toThrow(/looks like class ids/);
  });
});
