import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { meanAbsoluteError } from '../src/index.ts';

describe('meanAbsoluteError', () => {
  const yTrue = tensor([
    [0, 1],
    [0, 0],
  ]);
  const yPred = tensor([
    [1, 1],
    [1, 0],
  ]);

  it('is the mean distance: 0.5 in the example of Keras', () => {
    expect(meanAbsoluteError()(yTrue, yPred).item()).toBe(0.5);
    expect(meanAbsoluteError({ reduction: 'sum' })(yTrue, yPred).item()).toBe(1);
    expect(meanAbsoluteError({ reduction: 'none' })(yTrue, yPred).toArray()).toEqual([0.5, 0.5]);
  });

  it('takes [B] for [B, 1], and integers as truth', () => {
    expect(meanAbsoluteError()(tensor([1, 2], { dtype: 'int32' }), tensor([[1], [4]])).item()).toBe(1);
  });

  it('rejects shapes that differ', () => {
    expect(() => meanAbsoluteError()(tensor([1]), tensor([1, 2]))).toThrow(
      /meanAbsoluteError: the shapes of truth \[1\] and prediction \[2\] differ/,
    );
  });
});
