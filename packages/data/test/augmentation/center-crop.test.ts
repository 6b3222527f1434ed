import { ArgumentError, ShapeError } from '@gradkit/core';
import { centerCrop } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import { counted } from './images.ts';

describe('centerCrop', () => {
  it('cuts out the middle', () => {
    const images = counted(2, 5, 4, 1);
    expect([...centerCrop(3, 2)(images).dataSync()]).toEqual([5, 6, 9, 10, 13, 14, 25, 26, 29, 30, 33, 34]);
    expect(centerCrop(5, 4)(images).dataSync()).toEqual(images.dataSync());
    // What does not divide leaves one more below and to the right.
    expect([...centerCrop(2, 1)(counted(1, 5, 4, 1)).dataSync()]).toEqual([5, 9]);
  });

  it('refuses images that are smaller, and what is no image', () => {
    expect(() => centerCrop(5, 2)(counted(1, 4, 3, 1))).toThrow(/centerCrop: cannot cut 5 × 2/);
    expect(() => centerCrop(1, 1)(counted(4, 3, 1))).toThrow(ShapeError);
    expect(() => centerCrop(1, -1)).toThrow(ArgumentError);
  });
});
