import { ArgumentError, ShapeError } from '@gradkit/core';
import { randomCrop } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import { counted, keysOf } from './images.ts';

describe('randomCrop', () => {
  it('cuts at every place equally often, all channels together', () => {
    const samples = 1200;
    const images = counted(samples, 4, 3, 2);
    const parts = randomCrop(2, 2)(images, keysOf(samples));
    expect(parts.shape).toEqual([samples, 2, 2, 2]);
    const values = parts.dataSync();
    const counts = new Map<string, number>();
    for (let i = 0; i < samples; i++) {
      const first = (values[8 * i] as number) - 24 * i;
      const [top, left] = [Math.floor(first / 6), (first % 6) / 2];
      expect([...values.subarray(8 * i, 8 * i + 8)]).toEqual(
        [0, 1, 2, 3, 6, 7, 8, 9].map((value) => 24 * i + first + value),
      );
      counts.set(`${top},${left}`, (counts.get(`${top},${left}`) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // Binomial(1200, 1/6) has standard deviation 12.9: five of them.
    for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(65);
  });

  it('of the whole is the whole', () => {
    const images = counted(3, 4, 5, 2);
    expect(randomCrop(4, 5)(images, keysOf(3)).dataSync()).toEqual(images.dataSync());
  });

  it('refuses images that are smaller', () => {
    expect(() => randomCrop(5, 2)(counted(1, 4, 3, 1), keysOf(1))).toThrow(ShapeError);
    expect(() => randomCrop(5, 2)(counted(1, 4, 3, 1), keysOf(1))).toThrow(/cannot cut 5 × 2 out of images of 4 × 3/);
    expect(() => randomCrop(0, 1)).toThrow(ArgumentError);
    expect(() => randomCrop(1, 1.5)).toThrow(/randomCrop: width must be an integer/);
  });
});
