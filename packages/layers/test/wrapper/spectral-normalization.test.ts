import { gradients } from '@gradkit/autograd';
import { allClose, key, matmul, normal, sum, type Tensor, tensor } from '@gradkit/core';
import { svd } from '@gradkit/core/linalg';
import { describe, expect, it } from 'vitest';
import {
  conv2d,
  dense,
  dropConnect,
  flatten,
  freeze,
  type Layer,
  sequential,
  spectralNormalization,
} from '../../src/index.ts';

const training = { training: true };
const inference = { training: false };
const largest = (kernel: Tensor): number =>
  svd(kernel.reshape([-1, kernel.shape.at(-1) as number])).s.dataSync()[0] as number;
/** A hundred steps find singular vectors to rounding; products of a few terms in float32. */
const expectClose = (actual: Tensor, expected: Tensor): void => {
  expect(allClose(actual, expected, { rtol: 1e-5, atol: 1e-6 }).toArray()).toBe(true);
};
const kernelOf = (layer: Layer): Tensor => (layer.parameters[0] as Layer['parameters'][number]).variable.value;

describe('spectralNormalization', () => {
  it('divides a kernel by its largest singular value', () => {
    const layer = spectralNormalization(dense({ units: 4, useBias: false }), { powerIterations: 100 });
    layer.build([1, 6], key(1));
    const x = normal(key(2), [3, 6]);
    const expected = matmul(x, kernelOf(layer)).div(largest(kernelOf(layer)));
    expectClose(layer.apply(x, training), expected);
    // Outside training the vector stays, and so does the norm.
    expectClose(layer.apply(x, inference), expected);
  });

  it('takes kernels of convolutions as matrices', () => {
    const layer = spectralNormalization(conv2d({ filters: 3, kernelSize: 2, useBias: false }), {
      powerIterations: 200,
    });
    layer.build([1, 2, 2, 2], key(1));
    const x = normal(key(2), [1, 2, 2, 2]);
    const plain = matmul(x.reshape([1, 8]), kernelOf(layer).reshape([8, 3]));
    expectClose(layer.apply(x, training).reshape([1, 3]), plain.div(largest(kernelOf(layer))));
  });

  it('comes closer step by step, and only in training', () => {
    const layer = spectralNormalization(dense({ units: 5, useBias: false }));
    layer.build([1, 5], key(4));
    const [vector] = layer.state;
    const sigma = (): number => {
      const ratio = matmul(tensor([[1, 0, 0, 0, 0]]), kernelOf(layer)).dataSync()[0] as number;
      return ratio / (layer.apply(tensor([[1, 0, 0, 0, 0]]), inference).dataSync()[0] as number);
    };
    const before = vector?.value.dataSync();
    sigma();
    expect(vector?.value.dataSync()).toEqual(before);
    for (let step = 0; step < 60; step++) layer.apply(tensor([[1, 2, 3, 4, 5]]), training);
    expect(sigma()).toBeCloseTo(largest(kernelOf(layer)), 4);
    freeze(layer);
    const frozen = vector?.value.dataSync();
    layer.apply(tensor([[1, 2, 3, 4, 5]]), training);
    expect(vector?.value.dataSync()).toEqual(frozen);
  });

  it('differentiates the norm: what only scales the kernel has no effect', () => {
    const layer = spectralNormalization(dense({ units: 3, useBias: false }), { powerIterations: 100 });
    layer.build([1, 3], key(1));
    const kernel = layer.parameters[0] as Layer['parameters'][number];
    const [gradient] = gradients(sum(layer.apply(normal(key(2), [2, 3]), training)), [kernel]) as [Tensor];
    const along = sum(gradient.mul(kernel.variable.value)).item();
    const length = Math.sqrt(sum(gradient.mul(gradient)).item());
    expect(Math.abs(along)).toBeLessThan(1e-5 * length);
  });

  it('leaves a kernel of zeros, and composes with other wrappers', () => {
    const zero = spectralNormalization(dense({ units: 2, kernelInitializer: () => tensor([[0, 0]]) }));
    zero.build([1, 1], key(0));
    const before = zero.state[0]?.value.dataSync();
    expect(zero.apply(tensor([[1]]), training).toArray()).toEqual([[0, 0]]);
    expect(zero.state[0]?.value.dataSync()).toEqual(before);
    const both = dropConnect(spectralNormalization(dense({ units: 40, useBias: false })), { rate: 0.5 });
    const y = sequential([both], { seed: 1 }).apply(tensor([[1]]), training);
    expect([...y.dataSync()].filter((value) => value === 0).length).toBeGreaterThan(5);
  });

  it('says what does not fit', () => {
    expect(() => spectralNormalization(flatten()).build([1, 2], key(0))).toThrow('has no kernel to normalise');
    expect(() => spectralNormalization(dense({ units: 1 }), { powerIterations: 0 })).toThrow(
      'spectralNormalization: powerIterations is a positive integer',
    );
  });
});
