import {
  elu,
  gelu,
  hardSigmoid,
  hardSilu,
  hardTanh,
  leakyRelu,
  linear,
  mish,
  relu,
  relu6,
  selu,
  sigmoid,
  silu,
  softmax,
  softplus,
  softsign,
  step,
  tanh,
} from '@gradkit/activations';
import { mul, sin, type Tensor } from '@gradkit/core';
import { expect, it } from 'vitest';
import { profileActivation } from '../../src/probe/activation-facts.ts';

it.each([
  // Name, function, family, steepest slope, whether its slope is exactly 0 somewhere.
  ['linear', linear, 'linear', 1, false],
  ['relu', relu, 'rectifier', 1, true],
  ['relu6', relu6, 'bounded', 1, true],
  ['leakyRelu', leakyRelu, 'other', 1, false],
  ['sigmoid', sigmoid, 'bounded', 0.25, false],
  ['tanh', tanh, 'bounded', 1, false],
  ['elu', elu, 'rectifier', 1, false],
  ['selu', selu, 'rectifier', 1.0507009873554805 * 1.6732632423543772, false],
  // The largest slopes of GELU, SiLU and Mish: where their second derivatives are 0, at √2 (Hendrycks and Gimpel, 2016), 2.3994
  // (Ramachandran et al., 2017) and 1.4906.
  ['gelu', gelu, 'rectifier', 1.1289, undefined],
  ['silu', silu, 'rectifier', 1.0998, false],
  ['mish', mish, 'rectifier', 1.0885, false],
  ['softplus', softplus, 'rectifier', 1, false],
  ['softsign', softsign, 'bounded', 1, false],
  ['hardSigmoid', hardSigmoid, 'bounded', 1 / 6, true],
  ['hardTanh', hardTanh, 'bounded', 1, true],
  // (2z + 3) / 6 below 3, where it becomes 1.
  ['hardSilu', hardSilu, 'rectifier', 1.479, true],
] as const)('%s is known by what it makes of numbers', (name, activation, family, steepest, dies) => {
  // A function around it, as bundlers leave no names.
  const profile = profileActivation((x: Tensor) => activation(x));
  expect(profile).toMatchObject({ name, family });
  // Slopes are looked at at multiples of 1/16.
  expect(profile?.steepest).toBeCloseTo(steepest, 2);
  if (dies !== undefined) expect(profile?.dies).toBe(dies);
});

it('knows no name of a function of one’s own, and what it does all the same', () => {
  expect(profileActivation((x) => sin(x))).toMatchObject({ name: undefined, family: 'other' });
  expect(profileActivation((x) => mul(tanh(x), 3))).toMatchObject({ name: undefined, family: 'bounded', steepest: 3 });
  expect(profileActivation((x) => leakyRelu(x, { negativeSlope: 0.01 }))).toMatchObject({
    name: 'leakyRelu',
    family: 'rectifier',
  });
  expect(profileActivation((x) => step(x))).toMatchObject({ family: 'other', steepest: 0, dies: false });
});

it('tells nothing of what does not act on each element by itself', () => {
  expect(profileActivation((x) => softmax(x))).toBeUndefined();
  expect(profileActivation((x) => x.reshape([x.size]))).toBeUndefined();
  // Takes images only.
  expect(profileActivation((x) => x.reshape([1, 28, 28, 1]))).toBeUndefined();
});
