import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { contrastive } from '../src/index.ts';

describe('contrastive', () => {
  it('draws together what belongs together, and pushes the rest to the margin', () => {
    const values = contrastive({ reduction: 'none', margin: 2 })(tensor([1, 0, 0, 0]), tensor([3, 0, 1.5, 2.5]));
    expect(values.toArray()).toEqual([9, 4, 0.25, 0]);
  });

  it('takes truth values', () => {
    expect(contrastive()(tensor([true, false]), tensor([1, 1])).item()).toBe(0.5);
  });

  it('rejects a margin that is no distance', () => {
    expect(() => contrastive({ margin: 0 })).toThrow(/contrastive: margin is a number above 0, got 0/);
  });
});
