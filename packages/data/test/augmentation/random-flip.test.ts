import { ArgumentError, flip, type Tensor } from '@gradkit/core';
import { type FlipMode, randomFlip } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import { counted, keysOf } from './images.ts';

const samples = 400;
const images = counted(samples, 3, 2, 2);
/** The values of each sample, as text. */
const texts = (of: Tensor): string[] => {
  const values = of.dataSync();
  return Array.from({ length: samples }, (_, i) => String(values.subarray(12 * i, 12 * i + 12)));
};

describe('randomFlip', () => {
  it.each<[FlipMode, readonly (readonly number[])[]]>([
    ['horizontal', [[], [2]]],
    ['vertical', [[], [1]]],
    ['horizontalAndVertical', [[], [1], [2], [1, 2]]],
  ])('mirrors each of the possible ways equally often: %s', (mode, ways) => {
    const flipped = texts(randomFlip(mode)(images, keysOf(samples)));
    const mirrored = ways.map((axis) => texts(axis.length === 0 ? images : flip(images, { axis })));
    const counts = mirrored.map((way) => way.filter((text, i) => text === flipped[i]).length);
    expect(counts.reduce((a, b) => a + b)).toBe(samples);
    // Binomial: five standard deviations.
    const share = 1 / ways.length;
    for (const count of counts)
      expect(Math.abs(count - samples * share)).toBeLessThan(5 * Math.sqrt(samples * share * (1 - share)));
  });

  it('leaves a single pixel as it is', () => {
    const pixel = counted(4, 1, 1, 1);
    expect(randomFlip()(pixel, keysOf(4)).dataSync()).toEqual(pixel.dataSync());
  });

  it('refuses other modes', () => {
    expect(() => randomFlip('sideways' as FlipMode)).toThrow(ArgumentError);
    expect(() => randomFlip('sideways' as FlipMode)).toThrow(
      /horizontal, vertical, horizontalAndVertical, got "sideways"/,
    );
    expect(() => randomFlip('toString' as FlipMode)).toThrow(ArgumentError);
  });
});
