import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { squaredHinge } from '../src/index.ts';

describe('squaredHinge', () => {
  it('is the square of what is missing to a margin of 1', () => {
    const values = squaredHinge({ reduction: 'none' })(tensor([1, 1, -1, 0]), tensor([2, 0.5, 0.5, -3]));
    expect(values.toArray()).toEqual([0, 0.25, 2.25, 0]);
  });

  it('averages the outputs of a sample', () => {
    expect(squaredHinge({ reduction: 'none' })(tensor([[1, 0]]), tensor([[0, 1]])).toArray()).toEqual([2.5]);
  });

  it('rejects shapes that differ', () => {
    expect(() => squaredHinge()(tensor([1]), tensor([1, 2]))).toThrow(/squaredHinge: the shapes/);
  });
});
