import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { hinge } from '../src/index.ts';

describe('hinge', () => {
  it('is what is missing to a margin of 1', () => {
    const values = hinge({ reduction: 'none' })(tensor([1, 1, -1, -1]), tensor([2, 0.25, 0.5, -3]));
    expect(values.toArray()).toEqual([0, 0.75, 1.5, 0]);
  });

  it('takes labels 0 for −1, one by one', () => {
    const yPred = tensor([
      [0.5, -2],
      [0.25, 3],
    ]);
    const expected = hinge({ reduction: 'none' })(
      tensor([
        [-1, 1],
        [1, -1],
      ]),
      yPred,
    ).toArray();
    expect(
      hinge({ reduction: 'none' })(
        tensor(
          [
            [0, 1],
            [1, 0],
          ],
          { dtype: 'int32' },
        ),
        yPred,
      ).toArray(),
    ).toEqual(expected);
    expect(
      hinge({ reduction: 'none' })(
        tensor([
          [0, 1],
          [1, -1],
        ]),
        yPred,
      ).toArray(),
    ).toEqual(expected);
  });

  it('rejects shapes that differ', () => {
    expect(() => hinge()(tensor([1]), tensor([1, 2]))).toThrow(/hinge: the shapes/);
  });
});
