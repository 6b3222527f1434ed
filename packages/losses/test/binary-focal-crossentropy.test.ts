import { grad } from '@gradkit/autograd';
import { sigmoid, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { binaryCrossentropy, binaryFocalCrossentropy } from '../src/index.ts';
import { expectClose } from './close.ts';

describe('binaryFocalCrossentropy', () => {
  const truth = tensor(
    [
      [1, 0, 1],
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

  it('is the cross-entropy with gamma 0', () => {
    for (const fromLogits of [true, false]) {
      const yPred = fromLogits ? logits : sigmoid(logits);
      const focal = binaryFocalCrossentropy({ gamma: 0, fromLogits, reduction: 'none' })(truth, yPred);
      expectClose(
        focal.dataSync(),
        binaryCrossentropy({ fromLogits, reduction: 'none' })(truth, yPred).dataSync(),
        1e-13,
      );
    }
  });

  it('has finite derivatives at answers that are quite right, also with gamma below 1', () => {
    for (const [fromLogits, yPred] of [
      [true, tensor([[1e4, -1e4]])],
      [false, tensor([[1, 0]])],
    ] as const) {
      const loss = binaryFocalCrossentropy({ gamma: 0.5, fromLogits });
      const yTrue = tensor([[1, 0]]);
      expect(loss(yTrue, yPred).item()).toBeCloseTo(0, 6);
      expect(
        grad((p: Tensor) => loss(yTrue, p))(yPred)
          .dataSync()
          .every(Number.isFinite),
      ).toBe(true);
    }
  });

  it('damps what is right: (1 − q)^gamma log q', () => {
    const loss = binaryFocalCrossentropy({ reduction: 'none' });
    const yPred = tensor([0.9, 0.9], { dtype: 'float64' });
    const values = loss(tensor([1, 0], { dtype: 'float64' }), yPred);
    expectClose(values.dataSync(), [-0.01 * Math.log(0.9), -0.81 * Math.log(0.1)], 1e-13);
  });

  it('is the same from logits as from their probabilities', () => {
    const options = { labelSmoothing: 0.1, applyClassBalancing: true, alpha: 0.3, reduction: 'none' } as const;
    const expected = binaryFocalCrossentropy(options)(truth, sigmoid(logits)).dataSync();
    expectClose(binaryFocalCrossentropy({ ...options, fromLogits: true })(truth, logits).dataSync(), expected, 1e-13);
  });

  it('rejects options out of range', () => {
    expect(() => binaryFocalCrossentropy({ gamma: -1 })).toThrow(/gamma is a finite number of at least 0/);
    expect(() => binaryFocalCrossentropy({ alpha: 2 })).toThrow(/alpha is a number from 0 to 1, got 2/);
    expect(() => binaryFocalCrossentropy({ applyClassBalancing: 1 as never })).toThrow(
      /applyClassBalancing is true or false/,
    );
    expect(() => binaryFocalCrossentropy({ fromLogits: 'no' as never })).toThrow(/fromLogits is true or false/);
  });
});
