import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { huber } from '../src/index.ts';

describe('huber', () => {
  it('is quadratic up to delta and linear beyond', () => {
    const errors = tensor([0, 0.5, -1, 1, -3, 100]);
    const zero = tensor([0, 0, 0, 0, 0, 0]);
    expect(huber({ reduction: 'none' })(zero, errors).toArray()).toEqual([0, 0.125, 0.5, 0.5, 2.5, 99.5]);
    expect(huber({ reduction: 'none', delta: 2 })(zero, errors).toArray()).toEqual([0, 0.125, 0.5, 0.5, 4, 198]);
  });

  it('averages the outputs of a sample', () => {
    expect(huber({ reduction: 'none' })(tensor([[0, 0]]), tensor([[1, 3]])).toArray()).toEqual([1.5]);
  });

  it('rejects a delta that is no distance', () => {
    for (const delta of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, '1' as never]) {
      expect(() => huber({ delta })).toThrow(/huber: delta is a number above 0/);
    }
  });
});
