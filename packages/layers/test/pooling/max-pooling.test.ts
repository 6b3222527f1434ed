import { key, ones, tensor, zeros } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { averagePooling1d, maxPooling1d, maxPooling2d, maxPooling3d, sequential } from '../../src/index.ts';

describe('maxPooling1d, maxPooling2d, maxPooling3d', () => {
  it('count windows as their padding says, also for odd extents and strides', () => {
    for (const n of [1, 2, 3, 5, 7, 17, 33]) {
      for (const poolSize of [1, 2, 3]) {
        for (const strides of [undefined, 1, 2, 3]) {
          const step = strides ?? poolSize;
          const same = Math.ceil(n / step);
          expect(maxPooling1d({ poolSize, strides, padding: 'same' }).build([2, n, 3], key(0))).toEqual([2, same, 3]);
          if (n < poolSize) continue;
          const valid = Math.floor((n - poolSize) / step) + 1;
          expect(maxPooling2d({ poolSize, strides }).build([2, n, n, 3], key(0))).toEqual([2, valid, valid, 3]);
        }
      }
    }
    expect(maxPooling3d({ poolSize: [1, 2, 3] }).build([1, 3, 4, 7, 1], key(0))).toEqual([1, 3, 2, 2, 1]);
  });

  it('ignore their padding, also where everything is negative', () => {
    const model = sequential([maxPooling1d({ poolSize: 3, strides: 2, padding: 'same' })]);
    expect(model.apply(tensor([[[-5], [-4], [-3], [-2]]])).toArray()).toEqual([[[-3], [-2]]]);
    const around = sequential([maxPooling1d({ poolSize: 3, padding: 1 })]);
    expect(around.apply(tensor([[[-5], [-4], [-3]]])).toArray()).toEqual([[[-4]]]);
  });

  it('keep NaN, and take integers', () => {
    const model = sequential([maxPooling1d()]);
    expect(model.apply(tensor([[[1], [Number.NaN], [3], [4]]])).toArray()).toEqual([[[Number.NaN], [4]]]);
    expect(model.apply(ones([1, 4, 1], { dtype: 'int32' })).dtype).toBe('int32');
  });

  it('say which layer got which shape', () => {
    const model = sequential([maxPooling2d(), maxPooling2d()]);
    expect(() => model.apply(zeros([1, 3, 3, 1]))).toThrow('maxPooling2d_1: the window spans 2 elements');
    expect(() => model.apply(zeros([3, 3, 1]))).toThrow(
      'maxPooling2d: x needs the axes [batch, height, width, channels]',
    );
  });

  it('reject options out of range when they are made', () => {
    expect(() => maxPooling2d({ poolSize: 0 })).toThrow('maxPooling2d: poolSize is an integer of at least 1');
    expect(() => maxPooling2d({ poolSize: [2, 2, 2] })).toThrow('or one for each of the 2 axes, got [2,2,2]');
    expect(() => maxPooling2d({ strides: 1.5 })).toThrow('strides is an integer');
    expect(() => maxPooling1d({ padding: 'causal' as never })).toThrow("padding is 'valid', 'same'");
    expect(() => maxPooling1d({ size: 2 } as never)).toThrow('unknown option "size"');
    expect(() => sequential([averagePooling1d({ name: 'mean' })]).apply(zeros([1, 4, 1], { dtype: 'int32' }))).toThrow(
      /^mean: .*float/,
    );
  });
});
