import { key } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { conv1d, conv1dTranspose, conv2dTranspose, conv3dTranspose } from '../../src/index.ts';

describe('conv1dTranspose, conv2dTranspose, conv3dTranspose', () => {
  it('lead back to an input of the convolution with the same options', () => {
    for (const n of [1, 2, 3, 5, 7, 17]) {
      for (const kernelSize of [1, 2, 3, 4]) {
        for (const strides of [1, 2, 3]) {
          for (const padding of ['valid', 'same'] as const) {
            const options = { filters: 1, kernelSize, strides, padding };
            const longer = conv1dTranspose(options).build([1, n, 1], key(0));
            expect(conv1d(options).build(longer, key(0))).toEqual([1, n, 1]);
            // What Keras documents.
            const expected = padding === 'same' ? n * strides : (n - 1) * strides + Math.max(kernelSize, strides);
            expect(longer).toEqual([1, expected, 1]);
          }
        }
      }
    }
  });

  it('have a kernel with its output channels first', () => {
    const layer = conv2dTranspose({ filters: 5, kernelSize: 3 });
    layer.build([1, 4, 4, 2], key(0));
    expect(layer.parameters.map(({ variable: { shape } }) => shape)).toEqual([[3, 3, 5, 2], [5]]);
  });

  it('say what does not fit', () => {
    const options = { filters: 1, kernelSize: 3 };
    expect(() => conv2dTranspose({ ...options, strides: 2, outputPadding: 2 })).toThrow('Choose outputPadding');
    expect(() => conv2dTranspose({ ...options, outputPadding: -1 })).toThrow(
      'outputPadding is an integer of at least 0',
    );
    expect(() => conv1dTranspose({ ...options, padding: 'causal' as never })).toThrow("padding is 'valid', 'same'");
    expect(() => conv3dTranspose({ ...options, groups: 2 } as never)).toThrow('unknown option "groups"');
    const layer = conv1dTranspose({ ...options, name: 'up' });
    layer.build([1, 4, 2], key(0));
    expect(() => layer.build([1, 4, 3], key(0))).toThrow('up: x [1, 4, 3] has 3 channels');
    expect(() => layer.build([1, 4, 2, 1], key(0))).toThrow('up: x needs the axes [batch, length, channels]');
  });
});
