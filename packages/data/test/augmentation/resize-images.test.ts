import { ArgumentError, ShapeError, tensor } from '@gradkit/core';
import { type ResizeOptions, resizeImages } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import golden from '../golden/augmentation.json' with { type: 'json' };
import { counted, distance, goldenImages } from './images.ts';

const rows = golden.resizing.map((row) => ({
  ...row,
  title: `${row.size.join(' × ')} ${JSON.stringify(row.options)}`,
}));

describe('resizeImages', () => {
  it.each(rows)('is what Keras computes: $title', ({ size, options, result }) => {
    const { values, shape } = goldenImages('batch');
    const images = tensor(Float32Array.from(values), { shape });
    const resized = resizeImages(size[0] as number, size[1] as number, options as ResizeOptions)(images);
    expect(resized.shape).toEqual([2, ...size, 2]);
    // Sums of at most 54 numbers below 1 in float32.
    expect(distance(resized, result)).toBeLessThan(2e-6);
  });

  it('to the same size changes nothing', () => {
    const images = counted(2, 3, 4, 2);
    for (const options of [{}, { antialias: true }, { interpolation: 'nearest' }] as const) {
      expect(resizeImages(3, 4, options)(images).dataSync()).toEqual(images.dataSync());
    }
  });

  it('refuses wrong arguments', () => {
    expect(() => resizeImages(0, 1)).toThrow(/resizeImages: height must be an integer from 1/);
    expect(() => resizeImages(1, 1, { interpolation: 'cubic' } as object)).toThrow(ArgumentError);
    expect(() => resizeImages(1, 1, { antialias: 1 } as object)).toThrow(/antialias is true or false/);
    expect(() => resizeImages(1, 1)(counted(3, 4, 2))).toThrow(ShapeError);
  });
});
