import { key } from '@gradkit/core';
import { constant } from '@gradkit/initializers';
import { l1, l2 } from '@gradkit/regularizers';
import { describe, expect, it } from 'vitest';
import { dense, penalty, sequential } from '../src/index.ts';

describe('penalty', () => {
  it('adds up what the regularizers of all parameters ask for', () => {
    const model = sequential([
      dense({ units: 2, kernelInitializer: constant(2), kernelRegularizer: l2(0.01) }),
      dense({ units: 1, kernelInitializer: constant(-3), kernelRegularizer: l1(0.1), biasRegularizer: l2(1) }),
    ]);
    model.build([1, 3]);
    // 6 weights of 2 under 0.01·w², 2 weights of −3 under 0.1·|w|, a bias of 0; one rounding of float32 each.
    expect(penalty(model).item()).toBeCloseTo(6 * 0.04 + 2 * 0.3, 6);
  });

  it('is 0 without regularizers', () => {
    const layer = dense({ units: 2 });
    layer.build([1, 3], key(0));
    expect(penalty(layer).item()).toBe(0);
    expect(penalty(layer).shape).toEqual([]);
  });
});
