import { explain, matmul, memory, mul, ones, tensor } from '@gradkit/core';
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
  it('compiles to 12 kernels or fewer, and copies no variable', () => {
    for (const batch of [32, 128, 512]) {
      const { step, x, y } = digitClassifier(batch);
      expect(kernelsOf({ step, x, y })).toBeLessThanOrEqual(12);
      expect(explain(step, x, y)).not.toContain('copied at the end');
    }
  });

  it('holds at most 1.3 times the parameters, moments and activations that it needs at once', () => {
    const batch = 512;
    const before = memory();
    const { step, x, y } = digitClassifier(batch);
    step(x, y);
    const scratch = Number(/, (\d+) bytes of scratch memory/.exec(explain(step, x, y))?.[1]);
    const parameters = 784 * 256 + 256 + 256 * 128 + 128 + 128 * 10 + 10;
    // When the gradient at the first hidden layer is computed: that layer, the gradient at the second, and the result.
    const activations = batch * (256 + 128 + 256);
    const needed = 4 * (3 * parameters + activations);
    expect(memory().variables - before.variables + scratch).toBeLessThanOrEqual(1.3 * needed);
  });
});

describe('the parameters after 100 steps', () => {
  it('are the same bits on every engine of its kind', async () => {
    expect(await fingerprint()).toBe(recorded[kindOfProducts()]);
  });
});
