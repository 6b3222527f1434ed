import { relu, tanh } from '@gradkit/activations';
import { customGradient } from '@gradkit/autograd';
import { mul, stopGradient, type Tensor } from '@gradkit/core';
import { digits } from '@gradkit/data/digits';
import { heNormal, zeros } from '@gradkit/initializers';
import { activation, batchNormalization, conv2d, dense, dropout, flatten, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { expect, it } from 'vitest';
import { checkGradient } from '../../src/checks/gradient.ts';
import { keepState } from '../../src/kept-state.ts';
import { examined } from '../examined.ts';

const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const wrongLayers = async (layers: Parameters<typeof sequential>[0], data = digits()) =>
  checkGradient(await examined(sequential(layers), data, loss)).map((finding) => finding.layers);

it.each([1, 2, 3])('finds nothing where gradients are right, kinks or not', async (seed) => {
  for (const layers of [
    [dense({ units: 32, activation: tanh }), dense({ units: 10 })],
    [
      dense({ units: 64, activation: relu, kernelInitializer: heNormal() }),
      dropout({ rate: 0.5 }),
      dense({ units: 10 }),
    ],
    [dense({ units: 32 }), batchNormalization(), activation(relu), dense({ units: 10 })],
    Array.from({ length: 8 }, (_, i) => dense({ units: i < 7 ? 20 : 10, activation: i < 7 ? tanh : undefined })),
  ]) {
    expect(checkGradient(await examined(sequential(layers), digits(), loss, seed))).toEqual([]);
  }
});

it('finds nothing at weights that are 0, on the kinks of ReLU', async () => {
  const hidden = dense({ units: 16, activation: relu, kernelInitializer: zeros() });
  expect(await wrongLayers([hidden, dense({ units: 10 })])).toEqual([]);
});

it('finds nothing in a network of convolutions', async () => {
  const layers = [conv2d({ filters: 4, kernelSize: 3, activation: relu }), flatten(), dense({ units: 10 })];
  expect(await wrongLayers(layers, digits({ image: true }))).toEqual([]);
});

it('finds derivatives that are wrong or missing, in the layers before them', async () => {
  // Says that the slope of 1.5 x is 1.
  const wrong = customGradient((x: Tensor) => ({ value: mul(x, 1.5), gradient: (g: Tensor) => [g] as const }));
  const after = [activation(relu), dense({ units: 10 })];
  expect(await wrongLayers([dense({ units: 16 }), activation(wrong), ...after])).toEqual([['dense']]);
  expect(await wrongLayers([dense({ units: 16 }), activation(stopGradient), ...after])).toEqual([['dense']]);
});

it('moves weights, which are put back', async () => {
  const model = sequential([dense({ units: 16, activation: relu }), dense({ units: 10 })]);
  const subject = await examined(model, digits(), loss);
  const before = model.getWeights();
  const restore = keepState(model as never);
  checkGradient(subject);
  restore();
  expect(model.getWeights()).toEqual(before);
});
