import {
  abs,
  add,
  clip,
  div,
  exp,
  expm1,
  key,
  lessEqual,
  log1p,
  maximum,
  mul,
  sigmoid,
  softmax,
  type Tensor,
  tanh,
  where,
} from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  type Initializer,
  initializerFor,
  lecunNormal,
  lecunUniform,
} from '../src/index.ts';

const draw = (initializer: Initializer): ArrayLike<number> => initializer([6, 10], 'float32', key(1)).dataSync();
const elu = (alpha: number) => (x: Tensor) =>
  where(lessEqual(x, 0), mul(expm1(where(lessEqual(x, 0), x, 0)), alpha), x);
const selu = (x: Tensor): Tensor => mul(elu(1.6732632423543772)(x), 1.0507009873554805);

describe('initializerFor', () => {
  it.each([
    ['no activation', undefined],
    ['linear', (x: Tensor) => x],
    ['tanh', tanh],
    ['sigmoid', sigmoid],
    ['softmax', (x: Tensor) => softmax(x)],
    ['hard tanh', (x: Tensor) => clip(x, -1, 1)],
    ['softsign', (x: Tensor) => div(x, add(abs(x), 1))],
    ['a nearly linear leaky unit', (x: Tensor) => maximum(x, mul(x, 0.9))],
  ])('is glorot for %s', (_, activation) => {
    expect(draw(initializerFor(activation))).toEqual(draw(glorotNormal()));
    expect(draw(initializerFor(activation, { distribution: 'uniform' }))).toEqual(draw(glorotUniform()));
  });

  it.each([
    ['relu', (x: Tensor) => maximum(x, 0)],
    ['relu6', (x: Tensor) => clip(x, 0, 6)],
    ['leaky relu', (x: Tensor) => maximum(x, mul(x, 0.3))],
    ['elu', elu(1)],
    ['swish', (x: Tensor) => mul(x, sigmoid(x))],
    ['softplus', (x: Tensor) => log1p(exp(x))],
  ])('is he for %s', (_, activation) => {
    expect(draw(initializerFor(activation))).toEqual(draw(heNormal()));
    expect(draw(initializerFor(activation, { distribution: 'uniform' }))).toEqual(draw(heUniform()));
  });

  it('is lecun for selu', () => {
    expect(draw(initializerFor(selu))).toEqual(draw(lecunNormal()));
    expect(draw(initializerFor(selu, { distribution: 'uniform' }))).toEqual(draw(lecunUniform()));
  });

  it('hands on a seed', () => {
    const drawn = initializerFor(tanh, { seed: 4 })([6, 10], 'float32', key(9)).dataSync();
    expect(drawn).toEqual(glorotNormal({ seed: 4 })([6, 10], 'float32', key(1)).dataSync());
  });

  it('rejects what is no function', () => {
    expect(() => initializerFor('relu' as never)).toThrow(
      /initializerFor: expected an activation such as relu, got "relu"/,
    );
    expect(() => initializerFor(tanh, { distribution: 'cauchy' as 'normal' })).toThrow(
      /distribution is 'normal' or 'uniform'/,
    );
  });
});
