import { ArgumentError, tensor } from '@gradkit/core';
import { randomTranslation } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import { distanceFromLayer, keysOf, layerRows, leavesUnchanged, meanOf, type Pair } from './images.ts';

/** One image with a single bright pixel in the middle of a row or column: where it is now tells what was drawn. */
const spot = (samples: number, height: number, width: number) => {
  const values = new Float32Array(samples * height * width);
  for (let i = 0; i < samples; i++) values[i * height * width + Math.floor((height * width) / 2)] = 1;
  return tensor(values, { shape: [samples, height, width, 1] });
};
/** The centres of mass, as [row, column] of each sample. */
const centres = (images: ReturnType<typeof spot>): Pair[] => {
  const [samples, height, width] = images.shape as [number, number, number];
  const values = images.dataSync();
  return Array.from({ length: samples }, (_, i) => {
    const at = [...values.subarray(i * height * width, (i + 1) * height * width)];
    const row = at.reduce((sum, value, j) => sum + value * Math.floor(j / width), 0);
    return [row, at.reduce((sum, value, j) => sum + value * (j % width), 0)];
  });
};

describe('randomTranslation', () => {
  it.each(layerRows('randomTranslation'))(
    'does what the layer of Keras does: $title',
    ({ factors, options, result }) => {
      const [vertical, horizontal] = factors as [Pair, Pair];
      // Both round positions to float32; pixels are at most 1.
      expect(distanceFromLayer(randomTranslation(vertical, horizontal, options), result)).toBeLessThan(1e-5);
    },
  );

  it('by nothing changes nothing', () => {
    expect(leavesUnchanged(randomTranslation(0, 0))).toBe(true);
  });

  it('moves down and to the right by parts of the extents, evenly', () => {
    const samples = 2000;
    const moved = centres(
      randomTranslation(0.2, [0.1, 0.3], { fillMode: 'constant' })(spot(samples, 21, 11), keysOf(samples)),
    );
    const [down, right] = [moved.map(([row]) => row - 10), moved.map(([, column]) => column - 5)];
    // Uniform on [-4.2, 4.2] and [1.1, 3.3]: standard deviations of the means are 0.054 and 0.0142, five of them.
    expect(Math.abs(meanOf(down))).toBeLessThan(0.27);
    expect(Math.abs(meanOf(right) - 2.2)).toBeLessThan(0.071);
    expect(Math.min(...down)).toBeGreaterThan(-4.2001);
    expect(Math.max(...down)).toBeLessThan(4.2001);
    expect(Math.min(...right)).toBeGreaterThan(1.0999);
    expect(Math.max(...right)).toBeLessThan(3.3001);
    // Of 2,000 even draws none falls into the outer hundredth on one side with probability 0.995^2000 < 5e-5.
    expect(Math.max(...down)).toBeGreaterThan(4.2 * 0.99);
    expect(Math.min(...down)).toBeLessThan(-4.2 * 0.99);
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'a factor beyond 1',
      () => randomTranslation(1.5, 0),
      /randomTranslation: heightFactor is a number from 0 to 1, or/,
    ],
    ['a factor that is no number', () => randomTranslation(0, NaN), /widthFactor/],
    ['an unknown option', () => randomTranslation(0, 0, { fill: 'wrap' } as object), /unknown option "fill"/],
  ])('refuses %s', (_, call, message) => {
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(message);
  });
});
