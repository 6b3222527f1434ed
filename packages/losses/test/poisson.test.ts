import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { poisson } from '../src/index.ts';
import { expectClose } from './close.ts';

describe('poisson', () => {
  it('is p − y log p', () => {
    const value = poisson({ reduction: 'none' })(tensor([[3, 0]]), tensor([[Math.E, 2]]));
    expectClose(value.dataSync(), [(Math.E - 3 + 2) / 2], 1e-6);
  });

  it('is least where the prediction is the truth', () => {
    const at = (p: number): number =>
      poisson()(tensor([4], { dtype: 'float64' }), tensor([p], { dtype: 'float64' })).item();
    expect(at(4)).toBeLessThan(Math.min(at(3.99), at(4.01)));
  });

  it('is finite at 0, and NaN below', () => {
    expectClose([poisson()(tensor([1]), tensor([0])).item()], [Math.log(1e7)], 1e-6);
    expect(poisson()(tensor([1]), tensor([-1])).item()).toBeNaN();
  });
});
