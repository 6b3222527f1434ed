import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { meanAbsolutePercentageError } from '../src/index.ts';

describe('meanAbsolutePercentageError', () => {
  it('is the mean distance in percent of the truth', () => {
    const loss = meanAbsolutePercentageError({ reduction: 'none' });
    expect(
      loss(
        tensor([
          [2, -4],
          [10, 10],
        ]),
        tensor([
          [3, -5],
          [10, 5],
        ]),
      ).toArray(),
    ).toEqual([37.5, 25]);
  });

  it('divides by 10⁻⁷ where the truth is 0', () => {
    expect(meanAbsolutePercentageError()(tensor([0]), tensor([0])).item()).toBe(0);
    expect(meanAbsolutePercentageError()(tensor([0]), tensor([1])).item()).toBeCloseTo(1e9, -3);
  });

  it('rejects shapes that differ, and unknown options', () => {
    expect(() => meanAbsolutePercentageError()(tensor([1]), tensor([1, 2]))).toThrow(
      /meanAbsolutePercentageError: the shapes/,
    );
    expect(() => meanAbsolutePercentageError({ reduce: 'sum' } as object)).toThrow(/unknown option "reduce"/);
  });
});
