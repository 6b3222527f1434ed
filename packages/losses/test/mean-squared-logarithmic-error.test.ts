import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { meanSquaredLogarithmicError } from '../src/index.ts';
import { expectClose, float64 } from './close.ts';

describe('meanSquaredLogarithmicError', () => {
  it('is the mean of squared differences of log(1 + x)', () => {
    const loss = meanSquaredLogarithmicError();
    const value = loss(tensor([[0, 99]], { dtype: 'float64' }), tensor([[9, 9]], { dtype: 'float64' }));
    expectClose([value.item()], [(Math.log(10) ** 2 + (Math.log(10) - Math.log1p(1e-7)) ** 2) / 2], float64);
  });

  it('takes what is below 10⁻⁷ for 10⁻⁷', () => {
    expect(meanSquaredLogarithmicError()(tensor([0, 0]), tensor([-5, 0])).item()).toBe(0);
  });

  it('rejects shapes that differ', () => {
    expect(() => meanSquaredLogarithmicError()(tensor([1]), tensor([1, 2]))).toThrow(
      /Logarithmic.*the shapes of truth \[1\]/,
    );
  });
});
