import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { meanSquaredError } from '../src/index.ts';

const yTrue = tensor([
  [0, 1],
  [0, 0],
]);
const yPred = tensor([
  [1, 1],
  [1, 0],
]);

describe('meanSquaredError', () => {
  it('is the mean of squared differences: 0.5 in the example of Keras', () => {
    expect(meanSquaredError()(yTrue, yPred).item()).toBe(0.5);
  });

  it('sums or keeps the values of samples, each the mean over the last axis', () => {
    expect(meanSquaredError({ reduction: 'sum' })(yTrue, yPred).item()).toBe(1);
    expect(meanSquaredError({ reduction: 'none' })(yTrue, yPred).toArray()).toEqual([0.5, 0.5]);
    const zeros = tensor(new Float32Array(24), { shape: [2, 3, 4] });
    expect(meanSquaredError({ reduction: 'none' })(zeros, zeros).shape).toEqual([2, 3]);
  });

  it('takes [B] for [B, 1], and never broadcasts one against the other', () => {
    const column = tensor([[1], [4]]);
    const row = tensor([1, 2]);
    expect(meanSquaredError()(row, column).item()).toBe(2);
    expect(meanSquaredError()(column, row).item()).toBe(2);
    expect(meanSquaredError({ reduction: 'none' })(row, column).toArray()).toEqual([0, 4]);
    expect(meanSquaredError({ reduction: 'sum' })(column, row).item()).toBe(4);
  });

  it('converts the truth to the element type of the prediction', () => {
    const loss = meanSquaredError()(tensor([1, 2], { dtype: 'int32' }), tensor([1, 4], { dtype: 'float64' }));
    expect([loss.item(), loss.dtype]).toEqual([2, 'float64']);
  });

  it('rejects shapes that differ, predictions that are no floats and unknown reductions', () => {
    const loss = meanSquaredError();
    expect(() => loss(tensor([[1, 2]]), tensor([1, 2]))).toThrow(
      /meanSquaredError: the shapes of truth \[1, 2\] and prediction \[2\] differ/,
    );
    expect(() => loss(tensor([1]), tensor([1], { dtype: 'int32' }))).toThrow(
      /must be float32 or float64, got int32\[1\]/,
    );
    expect(() => meanSquaredError({ reduction: 'average' as 'mean' })).toThrow(
      /reduction is 'mean', 'sum', 'none' or 'weightedMean', got "average"/,
    );
  });
});
