import { matmul, mul, ones, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { digitClassifier, kernelsOf } from '../src/networks.ts';
import { fingerprint } from '../src/train-fingerprint.ts';

/**
 * On Node 20.20, and on 22.23, 24.21 and 26.10, where products round a multiplication and an addition once. A deliberate
 * change to what training computes changes both.
 */
const recorded = {
  plain: '33ac8da9163330bb6789690c47f35373b144d99894cf6c92c123be5860aa6bfd',
  fused: 'b6eb57d67da6cb23dbc8d1ab41de18c8b1db73b8e77533d62f7534b8ec02a361',
};

/** −(1 + 2e) + (1 + e)² is e² with one rounding, and nothing with two. */
function kindOfProducts(): keyof typeof recorded {
  const e = 2 ** -12;
  const left = mul(ones([100, 2]), tensor([-1 - 2 * e, 1 + e]));
  const right = mul(ones([2, 100]), tensor([[1], [1 + e]]));
  return matmul(left, right).dataSync()[0] === 0 ? 'plain' : 'fused';
}

describe('a training step of a dense network with Adam', () => {
  it('compiles to 14 kernels or fewer', () => {
    expect(kernelsOf(digitClassifier(32))).toBeLessThanOrEqual(14);
  });
});

describe('the parameters after 100 steps', () => {
  it('are the same bits on every engine of its kind', async () => {
    expect(await fingerprint()).toBe(recorded[kindOfProducts()]);
  });
});
