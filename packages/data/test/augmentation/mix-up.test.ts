import type { Tensor } from '@gradkit/core';
import { dataset, mixUp } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import { meanOf } from './images.ts';

const rows = (t: Tensor): number[][] => {
  const values = [...t.dataSync()];
  const size = t.size / (t.shape[0] as number);
  return Array.from({ length: t.shape[0] as number }, (_, i) => values.slice(i * size, (i + 1) * size));
};

describe('mixUp', () => {
  it.each([0.2, 1, 4])('draws shares from Beta(%d, α)', (alpha) => {
    const samples = 2000;
    const data = dataset({ x: new Float32Array(samples), y: Int32Array.from({ length: samples }, (_, i) => i) });
    const { y } = data
      .batch(samples)
      .map(mixUp({ seed: 3, alpha, classes: samples }))
      .at(0);
    const values = y.dataSync();
    const kept = Array.from({ length: samples }, (_, i) => values[i * samples + i] as number);
    const variance = 1 / (4 * (2 * alpha + 1));
    // Five standard deviations of the mean; the variance of a number in [0, 1] is known to 5 · 0.25 / √2000.
    expect(Math.abs(meanOf(kept) - 0.5)).toBeLessThan(5 * Math.sqrt(variance / samples));
    expect(Math.abs(meanOf(kept.map((share) => (share - 0.5) ** 2)) - variance)).toBeLessThan(0.028);
  });

  it('mixes vectors, too', () => {
    const data = dataset({
      x: [
        [0, 0],
        [1, 10],
      ],
      y: [0, 1],
    });
    const { x, y } = data
      .batch(2)
      .map(mixUp({ seed: 3, alpha: 1 }))
      .at(0);
    for (const [i, [first, second]] of rows(x).entries()) {
      expect(second).toBeCloseTo(10 * (first as number), 5);
      expect(y.dataSync()[i]).toBeCloseTo(first as number, 6);
    }
  });
});
