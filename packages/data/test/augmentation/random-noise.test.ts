import { ArgumentError, DTypeError, full, tensor } from '@gradkit/core';
import { randomNoise } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import { counted, keysOf, meanOf } from './images.ts';

describe('randomNoise', () => {
  it('adds numbers with mean 0 and the standard deviation', () => {
    const noisy = randomNoise(0.5)(full([50, 20, 20, 2], 3), keysOf(50)).dataSync();
    const noise = noisy.map((value) => value - 3);
    // 40,000 numbers: standard deviations 0.0025 of the mean and 0.00177 of the variance, five of them.
    expect(Math.abs(meanOf(noise))).toBeLessThan(0.0125);
    expect(Math.abs(meanOf(noise.map((z) => z * z)) - 0.25)).toBeLessThan(0.009);
  });

  it('adds nothing for 0', () => {
    const images = counted(2, 2, 2, 1);
    expect(randomNoise(0)(images, keysOf(2)).dataSync()).toEqual(images.dataSync());
    expect(() => randomNoise(-1)).toThrow(/stddev is a number of at least 0, got -1/);
    expect(() => randomNoise(NaN)).toThrow(ArgumentError);
  });

  it('takes float32 images, and says how to make them of bytes', () => {
    const bytes = tensor(new Uint8Array(4), { shape: [1, 2, 2, 1] });
    expect(() => randomNoise(0.1)(bytes, keysOf(1))).toThrow(DTypeError);
    expect(() => randomNoise(0.1)(bytes, keysOf(1))).toThrow(
      /randomNoise: images are float32, got uint8. Use rescale\(1 \/ 255\) first/,
    );
  });
});
