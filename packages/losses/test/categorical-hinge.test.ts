import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { categoricalHinge } from '../src/index.ts';

describe('categoricalHinge', () => {
  it('is what the right class lacks to lead the best other by 1', () => {
    const truth = tensor([
      [0, 1, 0],
      [0, 1, 0],
      [1, 0, 0],
    ]);
    const values = categoricalHinge({ reduction: 'none' })(
      truth,
      tensor([
        [0.5, 1, 0.25],
        [2, 4, 3],
        [1, 2, 3],
      ]),
    );
    expect(values.toArray()).toEqual([0.5, 0, 3]);
  });

  it('counts the right class as 0 among the others', () => {
    expect(categoricalHinge()(tensor([[1, 0]]), tensor([[0.25, -5]])).item()).toBe(0.75);
  });

  it('rejects class ids', () => {
    expect(() => categoricalHinge()(tensor([1]), tensor([[1, 2]]))).toThrow(/one number per class, such as oneHot/);
  });
});
