import { relu } from '@gradkit/activations';
import { add, conv2d as convolve, key, matmul, normal, type Tensor, zeros } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  batchNormalization,
  conv1d,
  conv2d,
  dense,
  depthwiseConv2d,
  dropConnect,
  embedding,
  flatten,
  type Layer,
  type LinearProduct,
  lstm,
  sequential,
  timeDistributed,
} from '../src/index.ts';

function told(layer: Layer, input: Tensor): LinearProduct[] {
  const products: LinearProduct[] = [];
  layer.build(input.shape, key(1));
  layer.apply(input, { training: true, key: key(2), linear: (product) => void products.push(product) });
  return products;
}

describe('products that layers tell of', () => {
  it('are those of a dense layer, before its activation', () => {
    const x = normal(key(3), [4, 3]);
    const layer = dense({ units: 2, activation: relu });
    const [product, ...others] = told(layer, x);
    const [kernel, bias] = layer.parameters.map(({ variable }) => variable);
    expect(others).toEqual([]);
    expect(product?.kernel).toBe(kernel);
    expect(product?.input).toBe(x);
    expect(product?.windows).toBeUndefined();
    const expected = add(matmul(x, kernel?.value as Tensor), bias?.value as Tensor);
    expect(product?.output.toArray()).toEqual(expected.toArray());
  });

  it('are those of a convolution, with the places of its windows', () => {
    const x = normal(key(3), [2, 6, 7, 3]);
    const layer = conv2d({
      filters: 4,
      kernelSize: [3, 2],
      strides: 2,
      padding: 'same',
      dilationRate: 1,
      useBias: false,
    });
    const [product] = told(layer, x);
    expect(product?.windows).toEqual({ strides: [2, 2], padding: 'same', dilation: [1, 1] });
    const expected = convolve(x, product?.kernel.value as Tensor, { strides: 2, padding: 'same' });
    expect(product?.output.toArray()).toEqual(expected.toArray());
    expect(
      told(conv1d({ filters: 2, kernelSize: 3, padding: 'causal' }), normal(key(3), [2, 6, 3]))[0]?.windows,
    ).toEqual({
      strides: [1],
      padding: 'causal',
      dilation: [1],
    });
  });

  it('come in the order of depth from all layers inside of models and wrappers', () => {
    const model = sequential([
      sequential([conv2d({ filters: 2, kernelSize: 3 }), batchNormalization()]),
      flatten(),
      dropConnect(dense({ units: 5 }), { rate: 0.5 }),
      dense({ units: 2 }),
    ]);
    const kernels = told(model, normal(key(3), [2, 6, 6, 1])).map((product) => product.kernel);
    expect(kernels).toEqual(
      model.parameters.filter(({ linear }) => linear !== undefined).map(({ variable }) => variable),
    );
    expect(kernels).toHaveLength(3);
  });

  it('of a layer that is applied to every step have all steps', () => {
    const [product] = told(timeDistributed(dense({ units: 2 })), normal(key(3), [4, 5, 3]));
    expect(product?.input.shape).toEqual([20, 3]);
  });

  it('do not come from layers that are no one product with one kernel', () => {
    for (const layer of [
      conv2d({ filters: 4, kernelSize: 3, groups: 2 }),
      depthwiseConv2d({ kernelSize: 3 }),
      batchNormalization(),
    ]) {
      expect(told(layer, normal(key(3), [2, 6, 6, 2]))).toEqual([]);
      expect(layer.parameters.every(({ linear }) => linear === undefined)).toBe(true);
    }
    expect(told(lstm({ units: 3 }), normal(key(3), [2, 4, 3]))).toEqual([]);
    expect(told(embedding({ inputDim: 5, outputDim: 2 }), zeros([2, 3], { dtype: 'int32' }))).toEqual([]);
  });

  it('are announced by the parameter that is the kernel, which knows its bias', () => {
    const [withBias, without] = [dense({ units: 2 }), dense({ units: 2, useBias: false })];
    for (const layer of [withBias, without]) layer.build([1, 3], key(1));
    const [kernel, bias] = withBias.parameters;
    expect(kernel?.linear).toEqual({ bias: bias?.variable });
    expect(bias?.linear).toBeUndefined();
    expect(without.parameters.map(({ linear }) => linear)).toEqual([{ bias: undefined }]);
  });
});
