import { key, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { averagePooling1d, averagePooling2d, averagePooling3d, sequential } from '../../src/index.ts';

describe('averagePooling1d, averagePooling2d, averagePooling3d', () => {
  it('do not count their padding', () => {
    const model = sequential([averagePooling1d({ poolSize: 3, strides: 1, padding: 'same' })]);
    expect(model.apply(tensor([[[2], [4], [9]]])).toArray()).toEqual([[[3], [5], [6.5]]]);
  });

  it('have windows of 2 that meet, unless told otherwise', () => {
    expect(averagePooling2d().build([1, 7, 8, 2], key(0))).toEqual([1, 3, 4, 2]);
    expect(averagePooling3d({ strides: 1 }).build([1, 3, 4, 5, 2], key(0))).toEqual([1, 2, 3, 4, 2]);
  });
});
