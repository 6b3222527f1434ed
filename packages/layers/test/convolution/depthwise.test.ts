import { key, zeros } from '@gradkit/core';
import { heUniform } from '@gradkit/initializers';
import { l2 } from '@gradkit/regularizers';
import { describe, expect, it } from 'vitest';
import { depthwiseConv1d, depthwiseConv2d, separableConv1d, separableConv2d } from '../../src/index.ts';

describe('depthwiseConv1d, depthwiseConv2d', () => {
  it('have a kernel for each channel', () => {
    const layer = depthwiseConv2d({ kernelSize: [3, 2], depthMultiplier: 4, depthwiseRegularizer: l2(1) });
    expect(layer.build([1, 5, 5, 3], key(0))).toEqual([1, 3, 4, 12]);
    expect(layer.parameters.map(({ name, variable: { shape } }) => [name, shape])).toEqual([
      ['depthwiseConv2d/kernel', [3, 2, 3, 4]],
      ['depthwiseConv2d/bias', [12]],
    ]);
    expect(layer.parameters[0]?.regularizer).toBeDefined();
    expect(depthwiseConv1d({ kernelSize: 2, padding: 'causal' }).build([2, 7, 1], key(0))).toEqual([2, 7, 1]);
  });

  it('say what does not fit', () => {
    const layer = depthwiseConv1d({ kernelSize: 3, name: 'each' });
    layer.build([1, 5, 2], key(0));
    expect(() => layer.build([1, 2, 2], key(0))).toThrow('each: the kernel spans 3 elements');
    expect(() => layer.build([1, 5, 3], key(0))).toThrow('each: x [1, 5, 3] has 3 channels');
    expect(() => depthwiseConv2d({ kernelSize: 3, depthMultiplier: 0 })).toThrow(
      'depthMultiplier is a positive integer',
    );
    expect(() => depthwiseConv2d({ kernelSize: 3, filters: 2 } as never)).toThrow('unknown option "filters"');
    expect(() => depthwiseConv2d({ kernelSize: 3, kernelInitializer: heUniform() } as never)).toThrow(
      'unknown option "kernelInitializer"',
    );
  });
});

describe('separableConv1d, separableConv2d', () => {
  it('have a kernel for each channel, and one that mixes them', () => {
    const layer = separableConv2d({ filters: 5, kernelSize: 3, depthMultiplier: 2, strides: 2, padding: 'same' });
    expect(layer.build([1, 7, 8, 3], key(0))).toEqual([1, 4, 4, 5]);
    expect(layer.parameters.map(({ name, variable: { shape } }) => [name, shape])).toEqual([
      ['separableConv2d/depthwiseKernel', [3, 3, 3, 2]],
      ['separableConv2d/pointwiseKernel', [1, 1, 6, 5]],
      ['separableConv2d/bias', [5]],
    ]);
    const [each, mixing] = layer.parameters.map(({ variable }) => variable.value.dataSync());
    expect(each?.slice(0, 4)).not.toEqual(mixing?.slice(0, 4));
  });

  it('say what does not fit', () => {
    const layer = separableConv1d({ filters: 2, kernelSize: 3 });
    expect(() => layer.build([1, 2, 1], key(0))).toThrow('separableConv1d: the kernel spans 3 elements');
    expect(() => layer.build([4, 4], key(0))).toThrow('separableConv1d: x needs the axes [batch, length, channels]');
    expect(() => separableConv2d({ filters: 0, kernelSize: 3 })).toThrow('filters is a positive integer');
    expect(() => separableConv2d({ filters: 1, kernelSize: 3, pointwiseConstraint: 'nonNeg' as never })).toThrow(
      'pointwiseConstraint is a function such as nonNeg()',
    );
    layer.build([1, 4, 1], key(0));
    expect(() => layer.apply(zeros([1, 4, 1], { dtype: 'int32' }), { training: false })).toThrow('expected float32');
  });
});
