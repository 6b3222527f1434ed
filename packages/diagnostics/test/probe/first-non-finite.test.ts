import { relu } from '@gradkit/activations';
import { div, log, mean, mul, sqrt, square, sub, sum, type Tensor, tensor, type variable } from '@gradkit/core';
import { activation, createLayer, dense, freeze, type Layer, sequential } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import { trainStep } from '@gradkit/train';
import { describe, expect, it } from 'vitest';
import { probe } from '../../src/index.ts';

type Loss = ReturnType<typeof meanSquaredError>;

const batch = (seed: number) => ({
  x: tensor(Array.from({ length: 4 }, (_, i) => [Math.sin(seed + i), Math.cos(seed - i), 1])),
  y: tensor(Array.from({ length: 4 }, (_, i) => [Math.sin(3 * seed + i)])),
});

/** Makes steps, with a look only at the first, and tells where NaN appeared. */
function found(
  layers: readonly Layer[],
  {
    plant,
    loss = meanSquaredError(),
    steps = 6,
    learningRate = 0.01,
  }: {
    readonly plant?: (
      step: number,
      given: ReturnType<typeof batch>,
      model: ReturnType<typeof sequential>,
    ) => object | undefined;
    readonly loss?: Loss;
    readonly steps?: number;
    readonly learningRate?: number;
  },
) {
  const model = sequential(layers, { seed: 2 });
  model.build([4, 3]);
  const optimizer = sgd({ learningRate });
  const measured = probe({ optimizer, every: 1000 });
  const step = trainStep(model, { optimizer, loss, watch: measured.watch });
  for (let i = 0; i < steps; i++) {
    const given = batch(i);
    step({ ...given, ...plant?.(i, given, model) });
  }
  const first = measured.firstNonFinite();
  measured.dispose();
  return first;
}

const layers = (): Layer[] => [
  dense({ units: 5, activation: relu }),
  dense({ units: 4, activation: relu, name: 'middle' }),
  dense({ units: 1 }),
];

/** Replaces one number of a tensor. */
const with_ = (x: Tensor, at: number, value: number): Tensor => {
  const values = x.dataSync();
  values[at] = value;
  return tensor(values, { shape: x.shape });
};

describe('the first number that is not finite', () => {
  it('is nowhere in healthy training', () => {
    expect(found(layers(), {})).toBeUndefined();
  });

  it.each([Number.NaN, Infinity, -Infinity])('is found in an input: %d', (value) => {
    const plant = (step: number, { x }: ReturnType<typeof batch>) =>
      step === 3 ? { x: with_(x, 7, value) } : undefined;
    expect(found(layers(), { plant })).toEqual({ step: 3, where: 'input', layer: undefined });
  });

  it('is found in an input that does not show in the loss', () => {
    // Bounded: the outputs stay finite, only the way back meets Infinity · 0.
    const squash = (x: Tensor): Tensor => div(x, sqrt(square(x).add(1)));
    const plant = (step: number, { x }: ReturnType<typeof batch>) =>
      step === 2 ? { x: with_(x, 0, Infinity) } : undefined;
    expect(found([activation(squash), dense({ units: 1 })], { plant })?.where).toBe('input');
  });

  it('is found in a target', () => {
    const plant = (step: number, { y }: ReturnType<typeof batch>) =>
      step === 1 ? { y: with_(y, 2, Number.NaN) } : undefined;
    expect(found(layers(), { plant })).toEqual({ step: 1, where: 'target', layer: undefined });
  });

  it('is found in a weight that was there before training', () => {
    const plant = (step: number, _: unknown, model: ReturnType<typeof sequential>) => {
      if (step > 0) return undefined;
      const { variable: kernel } = model.parameters.find(({ name }) => name === 'middle/kernel') as {
        variable: ReturnType<typeof variable>;
      };
      kernel.assign(with_(kernel.value, 3, Number.NaN));
      return undefined;
    };
    expect(found(layers(), { plant })).toEqual({ step: 0, where: 'weight', layer: 'middle/kernel' });
  });

  it('is found at the layer whose output overflows, not at those after it', () => {
    const large = [
      dense({ units: 3 }),
      activation((x) => mul(x, 1e30), { name: 'large' }),
      activation((x) => mul(x, 1e30), { name: 'larger' }),
      dense({ units: 1, name: 'last' }),
    ];
    expect(found(large, { steps: 1 })).toEqual({ step: 0, where: 'activation', layer: 'larger' });
  });

  it('is found at a layer of one’s own without weights', () => {
    const layer = createLayer('logarithm', {}, () => ({ output: (shape) => shape, apply: (x: Tensor) => log(x) }));
    expect(found([dense({ units: 3 }), layer, dense({ units: 1 })], { steps: 2 })).toEqual({
      step: 0,
      where: 'activation',
      layer: 'logarithm',
    });
  });

  it('is found in the loss', () => {
    const loss: Loss = (yTrue, yPred) => mean(log(sub(square(sub(yTrue, yPred)), 1e6)));
    expect(found(layers(), { loss, steps: 1 })).toEqual({ step: 0, where: 'loss', layer: undefined });
  });

  it('is found in the gradient nearest to the loss', () => {
    // The root of zero is zero, but its slope is infinite; times the slope of the square, which is 0, it is NaN.
    const loss: Loss = (_, yPred) => sum(sqrt(square(mul(yPred, 0))));
    expect(found(layers(), { loss, steps: 1 })).toEqual({ step: 0, where: 'gradient', layer: 'dense_1/bias' });
  });

  it('is found in the weight that an update made infinite', () => {
    const first = found(layers(), { learningRate: 3e38, steps: 1 });
    expect(first).toMatchObject({ step: 0, where: 'weight' });
  });

  it('is found beside frozen layers', () => {
    const plant = (step: number, { x }: ReturnType<typeof batch>) =>
      step === 2 ? { x: with_(x, 5, Number.NaN) } : undefined;
    expect(found([freeze(dense({ units: 5, activation: relu })), dense({ units: 1 })], { plant })).toEqual({
      step: 2,
      where: 'input',
      layer: undefined,
    });
  });
});
