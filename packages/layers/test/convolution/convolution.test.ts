import { relu } from '@gradkit/activations';
import { key, ones, sum, tensor, zeros } from '@gradkit/core';
import { ones as allOnes, constant, heUniform } from '@gradkit/initializers';
import { l2 } from '@gradkit/regularizers';
import { describe, expect, it } from 'vitest';
import { conv1d, conv2d, conv3d, type Layer, sequential } from '../../src/index.ts';

const inference = { training: false };
const built = (layer: Layer, shape: readonly number[]): Layer => {
  layer.build(shape, key(0));
  return layer;
};
const extents = (layer: Layer, shape: readonly number[]): readonly number[] => layer.build(shape, key(0));

describe('conv1d, conv2d, conv3d', () => {
  it('count positions as their padding says, also for odd extents and strides', () => {
    for (const n of [1, 2, 3, 5, 7, 17, 33]) {
      for (const kernelSize of [1, 2, 3]) {
        for (const strides of [1, 2, 3]) {
          const options = { filters: 1, kernelSize, strides };
          const same = Math.ceil(n / strides);
          expect(extents(conv1d({ ...options, padding: 'same' }), [1, n, 1])).toEqual([1, same, 1]);
          expect(extents(conv1d({ ...options, padding: 'causal' }), [1, n, 1])).toEqual([1, same, 1]);
          if (n < kernelSize) continue;
          const valid = Math.floor((n - kernelSize) / strides) + 1;
          expect(extents(conv1d(options), [1, n, 1])).toEqual([1, valid, 1]);
          expect(extents(conv2d(options), [3, n, n, 1])).toEqual([3, valid, valid, 1]);
        }
      }
    }
    const dilated = conv3d({ filters: 2, kernelSize: [1, 2, 3], dilationRate: [1, 3, 2] });
    expect(extents(dilated, [1, 4, 5, 6, 1])).toEqual([1, 4, 2, 2, 2]);
  });

  it('take explicit margins', () => {
    const stem = conv2d({ filters: 4, kernelSize: 7, strides: 2, padding: 3 });
    expect(extents(stem, [1, 224, 224, 3])).toEqual([1, 112, 112, 4]);
    const ahead = conv1d({
      filters: 1,
      kernelSize: 2,
      padding: [[1, 0]],
      kernelInitializer: allOnes(),
    });
    const x = tensor([1, 2, 4], { shape: [1, 3, 1] });
    expect(sequential([ahead]).apply(x).reshape([-1]).toArray()).toEqual([1, 3, 6]);
  });

  it('see nothing later when they are causal', () => {
    const layer = built(
      conv1d({ filters: 1, kernelSize: 3, padding: 'causal', kernelInitializer: constant(1) }),
      [1, 4, 1],
    );
    const y = layer.apply(tensor([0, 0, 1, 0], { shape: [1, 4, 1] }), inference);
    expect(y.reshape([-1]).toArray()).toEqual([0, 0, 1, 1]);
  });

  it('add their bias and apply their activation', () => {
    const layer = built(
      conv2d({
        filters: 2,
        kernelSize: 1,
        activation: relu,
        kernelInitializer: allOnes(),
        biasInitializer: constant(-2),
      }),
      [1, 1, 2, 1],
    );
    expect(layer.apply(tensor([[[[1], [5]]]]), inference).toArray()).toEqual([
      [
        [
          [0, 0],
          [3, 3],
        ],
      ],
    ]);
  });

  it('name their parameters, with what belongs to them', () => {
    const layer = built(
      conv2d({ filters: 4, kernelSize: [3, 2], groups: 2, kernelRegularizer: l2(0.5), name: 'stem' }),
      [1, 8, 8, 6],
    );
    expect(layer.parameters.map(({ name, variable }) => [name, variable.shape])).toEqual([
      ['stem/kernel', [3, 2, 3, 4]],
      ['stem/bias', [4]],
    ]);
    expect(layer.parameters[0]?.regularizer?.(ones([2])).item()).toBe(1);
    expect(built(conv1d({ filters: 1, kernelSize: 1, useBias: false }), [1, 1, 1]).parameters).toHaveLength(1);
  });

  it('draw kernels for the fans of what one output sees', () => {
    // He's bound √(6 / fan-in) for 3 · 3 · 8 inputs; 1,152 draws come close to it.
    const layer = built(conv2d({ filters: 16, kernelSize: 3, kernelInitializer: heUniform() }), [1, 9, 9, 8]);
    const kernel = layer.parameters[0]?.variable.value.dataSync() ?? [];
    const largest = Math.max(...[...kernel].map(Math.abs));
    expect(largest).toBeLessThanOrEqual(Math.sqrt(6 / 72));
    expect(largest).toBeGreaterThan(0.95 * Math.sqrt(6 / 72));
  });

  it('take empty batches', () => {
    const model = sequential([conv2d({ filters: 3, kernelSize: 3 })]);
    expect(model.apply(zeros([0, 8, 8, 1])).shape).toEqual([0, 6, 6, 3]);
    expect(sum(model.apply(zeros([0, 8, 8, 1]))).item()).toBe(0);
  });

  it('say which layer got which shape', () => {
    const model = sequential([conv2d({ filters: 2, kernelSize: 3 }), conv2d({ filters: 2, kernelSize: 3 })]);
    expect(() => model.apply(zeros([1, 4, 4, 1]))).toThrow(
      "conv2d_1: the kernel spans 3 elements (3 with dilation 1), but spatial axis 0 has 2. Use padding 'same'",
    );
    const layer = built(conv2d({ filters: 2, kernelSize: 3, name: 'stem' }), [1, 8, 8, 3]);
    expect(() => layer.apply(zeros([1, 8, 8, 4]), inference)).toThrow('stem: x [1, 8, 8, 4] has 4 channels');
    expect(() => layer.apply(zeros([8, 8, 3]), inference)).toThrow(
      'stem: x needs the axes [batch, height, width, channels], got [8, 8, 3]. Add the batch',
    );
    expect(() => layer.apply(zeros([1, 8, 8, 3], { dtype: 'uint8' }), inference)).toThrow(
      'stem: expected float32, got uint8',
    );
    expect(() => built(conv1d({ filters: 2, kernelSize: 1 }), [1, 3, 0])).toThrow('conv1d: the last axis of [1, 3, 0]');
    expect(() => built(conv1d({ filters: 2, kernelSize: 1, groups: 2 }), [1, 3, 3])).toThrow(
      'conv1d: the channels of [1, 3, 3] are no multiple of 2 groups',
    );
  });

  it('reject options out of range when they are made', () => {
    const options = { filters: 2, kernelSize: 3 };
    for (const filters of [0, 1.5, undefined as never]) {
      expect(() => conv2d({ ...options, filters })).toThrow('conv2d: filters is a positive integer');
    }
    for (const kernelSize of [0, 1.5, [3], undefined as never]) {
      expect(() => conv2d({ ...options, kernelSize })).toThrow('conv2d: kernelSize is an integer of at least 1');
    }
    expect(() => conv2d({ ...options, strides: [1, 0] })).toThrow('conv2d: strides is an integer of at least 1');
    expect(() => conv3d({ ...options, dilationRate: -1 })).toThrow('conv3d: dilationRate is an integer of at least 1');
    expect(() => conv2d({ ...options, groups: 0 })).toThrow('conv2d: groups is a positive integer');
    expect(() => conv2d({ ...options, filters: 3, groups: 2 })).toThrow('3 filters [3, 3, 1, 3] are no multiple of 2');
    expect(() => conv2d({ ...options, padding: 'causal' as never })).toThrow("conv2d: padding is 'valid', 'same'");
    expect(() => conv1d({ ...options, padding: 'full' as never })).toThrow("'valid', 'same', 'causal'");
    expect(() => conv2d({ ...options, activation: 'relu' as never })).toThrow(
      'conv2d: activation is a function such as relu, got "relu"',
    );
    expect(() => conv2d({ ...options, kernelInitializer: 'heNormal' as never })).toThrow(
      'conv2d: kernelInitializer is a function such as heNormal(), got "heNormal"',
    );
    expect(() => conv2d({ ...options, dilation: 2 } as never)).toThrow('Did you mean "dilationRate"?');
    expect(() => conv2d(undefined as never)).toThrow('filters');
  });
});
