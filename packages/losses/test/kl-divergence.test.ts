import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { klDivergence } from '../src/index.ts';
import { expectClose, float32, float64 } from './close.ts';

describe('klDivergence', () => {
  it('is Σ y log(y / p)', () => {
    const value = klDivergence()(
      tensor([[0.5, 0.25, 0.25]], { dtype: 'float64' }),
      tensor([[0.25, 0.5, 0.25]], { dtype: 'float64' }),
    );
    expectClose([value.item()], [0.25 * Math.LN2], float64);
  });

  it('is 0 for equal distributions, also one-hot ones', () => {
    expect(
      klDivergence()(
        tensor([
          [0.25, 0.75],
          [0, 1],
        ]),
        tensor([
          [0.25, 0.75],
          [0, 1],
        ]),
      ).item(),
    ).toBe(0);
  });

  it('costs log 10⁷ for what was taken to be impossible', () => {
    expectClose([klDivergence()(tensor([[1, 0]]), tensor([[0, 1]])).item()], [Math.log(1e7) * (1 - 1e-7)], float32);
  });

  it('rejects shapes that differ', () => {
    expect(() => klDivergence()(tensor([0, 1]), tensor([[0.5, 0.5]]))).toThrow(/klDivergence: the shapes/);
  });
});
