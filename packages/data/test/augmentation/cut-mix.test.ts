import type { Tensor } from '@gradkit/core';
import { cutMix, type Dataset, dataset } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import { meanOf } from './images.ts';

/** Images of a single value, which is that of their label. */
const plain = (samples: number): Dataset<'x' | 'y'> =>
  dataset({
    x: { values: Float32Array.from({ length: samples * 48 }, (_, i) => Math.floor(i / 48)), shape: [samples, 6, 8, 1] },
    y: Int32Array.from({ length: samples }, (_, i) => i),
  });
const rows = (t: Tensor): number[][] => {
  const values = [...t.dataSync()];
  const size = t.size / (t.shape[0] as number);
  return Array.from({ length: t.shape[0] as number }, (_, i) => values.slice(i * size, (i + 1) * size));
};

describe('cutMix', () => {
  it('pastes one rectangle of the partner, in its place', () => {
    const samples = 60;
    const { x, y } = plain(samples)
      .batch(samples)
      .map(cutMix({ seed: 5, classes: samples }))
      .at(0);
    const areas: number[] = [];
    for (const [i, pixels] of rows(x).entries()) {
      const pasted = pixels.flatMap((value, p) => (value === i ? [] : [p]));
      expect(new Set(pasted.map((p) => pixels[p])).size).toBeLessThanOrEqual(1);
      const [rowsOf, columns] = [new Set(pasted.map((p) => Math.floor(p / 8))), new Set(pasted.map((p) => p % 8))];
      expect(pasted.length).toBe(rowsOf.size * columns.size);
      expect(rows(y)[i]?.[i]).toBeCloseTo(1 - pasted.length / 48, 6);
      areas.push(pasted.length / 48);
    }
    // Even on [0, 1] but for whole pixels: the standard deviation of the mean is 0.037.
    expect(Math.abs(meanOf(areas) - 0.5)).toBeLessThan(0.2);
  });

  it('refuses what is no image', () => {
    expect(() => dataset({ x: [[1, 2]], y: [1] }).map(cutMix({ seed: 1 }))).toThrow(/cutMix: images have shape/);
  });
});
