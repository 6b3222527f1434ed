import { ArgumentError, tensor } from '@gradkit/core';
import {
  type Augmentation,
  randomRotation,
  randomShear,
  randomTranslation,
  randomZoom,
  type WarpOptions,
} from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import golden from '../golden/augmentation.json' with { type: 'json' };
import { counted, distance, goldenImages, keysOf, meanOf } from './images.ts';

type Pair = readonly [number, number];
const made: { readonly [name: string]: (factors: readonly Pair[], options: WarpOptions) => Augmentation } = {
  randomTranslation: ([vertical, horizontal], options) =>
    randomTranslation(vertical as Pair, horizontal as Pair, options),
  randomRotation: ([factor], options) => randomRotation(factor as Pair, options),
  randomZoom: ([factor], options) => randomZoom(factor as Pair, options),
};

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

describe('random affine changes', () => {
  it.each(golden.layers)(
    '$name is what the layer of Keras does: $options.fillMode',
    ({ name, factors, options, result }) => {
      const { values, shape } = goldenImages('image');
      const change = made[name.split(' ')[0] as string]?.(
        factors as unknown as Pair[],
        options as WarpOptions,
      ) as Augmentation;
      // Both round positions to float32; pixels are at most 1.
      expect(distance(change(tensor(Float32Array.from(values), { shape }), keysOf(1)), result)).toBeLessThan(1e-5);
    },
  );

  it.each<[string, Augmentation]>([
    ['randomTranslation', randomTranslation(0, 0)],
    ['randomRotation', randomRotation(0)],
    ['randomZoom', randomZoom(0)],
    ['randomZoom of both', randomZoom(0, { widthFactor: 0 })],
    ['randomShear', randomShear(0)],
  ])('%s by nothing changes nothing', (_, change) => {
    const images = counted(3, 5, 4, 2);
    expect(change(images, keysOf(3)).dataSync()).toEqual(images.dataSync());
    const pixel = counted(2, 1, 1, 1);
    expect(change(pixel, keysOf(2)).dataSync()).toEqual(pixel.dataSync());
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

  it('turns counter-clockwise', () => {
    const images = counted(1, 3, 3, 1);
    const turned = randomRotation([0.25, 0.25])(images, keysOf(1)).dataSync();
    [2, 5, 8, 1, 4, 7, 0, 3, 6].forEach((value, i) => {
      expect(turned[i]).toBeCloseTo(value, 5);
    });
  });

  it('draws angles evenly to both sides', () => {
    const samples = 2000;
    const images = tensor(
      Float32Array.from({ length: samples * 25 }, (_, i) => i % 5),
      { shape: [samples, 5, 5, 1] },
    );
    // Of the ramp x the pixel at the right end of the middle row becomes 2 + 2 cos θ, that at its bottom 2 - 2 sin (-θ).
    const values = randomRotation(0.1, { fillMode: 'nearest' })(images, keysOf(samples)).dataSync();
    const angles = Array.from({ length: samples }, (_, i) => -Math.asin(((values[i * 25 + 22] as number) - 2) / 2));
    const largest = 0.2 * Math.PI;
    // Uniform: the standard deviation of the mean is largest / √(3 · 2000), of which five.
    expect(Math.abs(meanOf(angles))).toBeLessThan((5 * largest) / Math.sqrt(6000));
    expect(Math.max(...angles)).toBeLessThan(largest * 1.0001);
    expect(Math.max(...angles)).toBeGreaterThan(largest * 0.99);
    expect(Math.min(...angles)).toBeLessThan(-largest * 0.99);
  });

  it('zooms both sides alike, or each by itself', () => {
    const row = counted(1, 1, 5, 1);
    expect([...randomZoom([1, 1], { fillMode: 'nearest' })(row, keysOf(1)).dataSync()]).toEqual([0, 0, 2, 4, 4]);
    expect([...randomZoom([-0.5, -0.5])(row, keysOf(1)).dataSync()]).toEqual([1, 1.5, 2, 2.5, 3]);
    const images = counted(1, 5, 5, 1);
    const wide = randomZoom(0, { widthFactor: [-0.5, -0.5] })(images, keysOf(1)).dataSync();
    expect([...wide.subarray(0, 5)]).toEqual([1, 1.5, 2, 2.5, 3]);
    expect([...wide.subarray(20, 25)]).toEqual([21, 21.5, 22, 22.5, 23]);
  });

  it('slants about the centre', () => {
    const images = counted(1, 3, 3, 1);
    const byRow = randomShear([1, 1], { fillMode: 'wrap' })(images, keysOf(1));
    expect([...byRow.dataSync()]).toEqual([2, 0, 1, 3, 4, 5, 7, 8, 6]);
    const byColumn = randomShear(0, { yFactor: [1, 1], fillMode: 'wrap' })(images, keysOf(1));
    expect([...byColumn.dataSync()]).toEqual([6, 1, 5, 0, 4, 8, 3, 7, 2]);
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'a factor beyond 1',
      () => randomTranslation(1.5, 0),
      /randomTranslation: heightFactor is a number from 0 to 1, or/,
    ],
    ['a negative factor', () => randomRotation(-0.1), /factor is a number from 0 to 1.*got -0.1/],
    ['bounds in the wrong order', () => randomZoom([0.2, 0.1]), /\[lower, upper\] from -1 to 1/],
    ['three bounds', () => randomShear([0, 0, 0] as never), /xFactor/],
    ['a factor that is no number', () => randomTranslation(0, NaN), /widthFactor/],
    ['a word', () => randomShear(0, { yFactor: 'a' as never }), /yFactor.*got "a"/],
    ['an unknown option', () => randomZoom(0, { fill: 'wrap' } as object), /unknown option "fill"/],
    [
      'an unknown mode',
      () => randomRotation(0, { fillMode: 'zero' } as object),
      /randomRotation: fillMode must be one of/,
    ],
  ])('refuses %s', (_, call, message) => {
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(message);
  });
});
