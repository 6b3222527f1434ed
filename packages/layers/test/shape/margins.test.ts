import { key, zeros } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  cropping1d,
  cropping2d,
  cropping3d,
  sequential,
  upSampling2d,
  zeroPadding1d,
  zeroPadding2d,
  zeroPadding3d,
} from '../../src/index.ts';

describe('zeroPadding1d to 3d', () => {
  it('take a number, a number for each axis, or a pair for each', () => {
    expect(zeroPadding1d({ padding: 0 }).build([2, 3, 1], key(0))).toEqual([2, 3, 1]);
    expect(zeroPadding1d({ padding: [[1, 2]] }).build([2, 3, 1], key(0))).toEqual([2, 6, 1]);
    expect(zeroPadding2d({ padding: [2, [0, 1]] }).build([1, 3, 3, 1], key(0))).toEqual([1, 7, 4, 1]);
    expect(zeroPadding3d({ padding: [0, 1, 2] }).build([1, 1, 1, 1, 1], key(0))).toEqual([1, 1, 3, 5, 1]);
  });

  it('say what they got', () => {
    expect(() => zeroPadding1d({ padding: -1 })).toThrow('padding is a non-negative integer, or a pair');
    expect(() => zeroPadding2d({ padding: [1] })).toThrow(
      'a list with a number or a pair for each of the 2 axes, got [1]',
    );
    expect(() => zeroPadding2d({ padding: [1, [1, 2, 3] as never] })).toThrow('got [1,[1,2,3]]');
    expect(() => sequential([zeroPadding2d({ name: 'frame' })]).apply(zeros([1, 2, 3]))).toThrow(
      'frame: expected the axes [batch, height, width, channels], got [1, 2, 3]',
    );
  });
});

describe('cropping1d to 3d', () => {
  it('leave something', () => {
    expect(cropping2d({ cropping: [1, 0] }).build([1, 3, 3, 1], key(0))).toEqual([1, 1, 3, 1]);
    expect(() => sequential([cropping1d()]).apply(zeros([1, 2, 1]))).toThrow(
      'cropping1d: nothing is left of [1, 2, 1] without [[1,1]]',
    );
    expect(() => cropping3d({ cropping: 0.5 })).toThrow('cropping is a non-negative integer');
  });
});

describe('upSampling2d', () => {
  it('takes empty images, and says what it got', () => {
    const model = sequential([upSampling2d({ interpolation: 'bilinear' })]);
    expect(model.apply(zeros([1, 0, 3, 1])).shape).toEqual([1, 0, 6, 1]);
    expect(() => upSampling2d({ size: 0 })).toThrow('size is an integer of at least 1, or one for each of the 2 axes');
    expect(() => upSampling2d({ interpolation: 'cubic' as never })).toThrow("'nearest' or 'bilinear', got \"cubic\"");
  });
});
