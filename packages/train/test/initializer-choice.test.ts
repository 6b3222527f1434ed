import * as activations from '@gradkit/activations';
import { key, type Tensor } from '@gradkit/core';
import { gainFor, glorotNormal, heNormal, type Initializer, initializerFor, lecunNormal } from '@gradkit/initializers';
import { describe, expect, it } from 'vitest';

const draw = (initializer: Initializer): string => String(initializer([6, 10], 'float32', key(1)).dataSync());

const families = {
  glorot: [
    'linear',
    'tanh',
    'sigmoid',
    'softmax',
    'logSoftmax',
    'sparsemax',
    'glu',
    'softsign',
    'hardSigmoid',
    'hardTanh',
    'sparseSigmoid',
    'hardShrink',
    'softShrink',
    'tanhShrink',
  ],
  he: [
    'relu',
    'relu6',
    'leakyRelu',
    'elu',
    'celu',
    'gelu',
    'silu',
    'mish',
    'hardSilu',
    'softplus',
    'sparsePlus',
    'squareplus',
  ],
  lecun: ['selu'],
} as const;
/** By their names; options have defaults. */
const named = activations as unknown as Readonly<Record<string, (x: Tensor) => Tensor>>;
const initializers = { glorot: glorotNormal(), he: heNormal(), lecun: lecunNormal() };

describe('the initializer for an activation', () => {
  for (const [family, names] of Object.entries(families) as [
    keyof typeof families,
    readonly (keyof typeof activations)[],
  ][]) {
    it(`is ${family} for ${names.join(', ')}`, () => {
      for (const name of names) {
        const activation = named[name] as (x: Tensor) => Tensor;
        expect(draw(initializerFor(activation)), name).toBe(draw(initializers[family]));
      }
    });
  }

  it('is he for leaky units of the slopes in use', () => {
    for (const negativeSlope of [0.01, 0.1, 0.2, 0.3]) {
      const activation = (x: Tensor): Tensor => activations.leakyRelu(x, { negativeSlope });
      expect(draw(initializerFor(activation))).toBe(draw(heNormal()));
    }
  });
});

describe('the gain of an activation', () => {
  it('is that of PyTorch where its table is a formula', () => {
    expect(gainFor(activations.linear)).toBeCloseTo(1, 6);
    expect(gainFor(activations.relu)).toBeCloseTo(Math.SQRT2, 6);
    const leaky = (x: Tensor): Tensor => activations.leakyRelu(x, { negativeSlope: 0.01 });
    // torch.nn.init.calculate_gain('leaky_relu'): √(2 / (1 + 0.01²)).
    expect(gainFor(leaky)).toBeCloseTo(1.4141428, 6);
  });

  it('is 1 for selu, and between those of relu and linear for its smooth relatives', () => {
    expect(gainFor(activations.selu)).toBeCloseTo(1, 6);
    for (const name of ['gelu', 'silu', 'mish', 'elu'] as const) {
      expect(gainFor(named[name] as (x: Tensor) => Tensor), name).toBeGreaterThan(1);
      expect(gainFor(named[name] as (x: Tensor) => Tensor), name).toBeLessThan(1.8);
    }
  });
});
