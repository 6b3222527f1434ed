import { ArgumentError, DTypeError, full, tensor } from '@gradkit/core';
import { randomErasing } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import { keysOf, meanOf } from './images.ts';

const samples = 2000;

describe('randomErasing', () => {
  it('fills a rectangle whose sides are within the scale, and nothing else', () => {
    const erased = randomErasing({ fillValue: -1, scale: [0.1, 0.3] })(
      full([samples, 20, 10, 2], 1),
      keysOf(samples),
    ).dataSync();
    const sides: number[] = [];
    for (let i = 0; i < samples; i++) {
      const hidden = Array.from({ length: 200 }, (_, p) => p).filter((p) => erased[(200 * i + p) * 2] === -1);
      for (const p of hidden) expect(erased[(200 * i + p) * 2 + 1]).toBe(-1);
      const rows = new Set(hidden.map((p) => Math.floor(p / 10)));
      const columns = new Set(hidden.map((p) => p % 10));
      expect(hidden.length).toBe(rows.size * columns.size);
      expect(Math.max(...rows) - Math.min(...rows) + 1).toBe(rows.size);
      sides.push(rows.size);
    }
    // Between √0.1 · 20 = 6.3 and √0.3 · 20 = 11: as many pixels as such a length covers.
    expect(Math.min(...sides)).toBe(6);
    expect(Math.max(...sides)).toBe(11);
    // The mean of √a · 20 with a even on [0.1, 0.3] is 20 · (2/3) (0.3^1.5 - 0.1^1.5) / 0.2 = 8.847, deviation below 1.5.
    expect(Math.abs(meanOf(sides) - 8.847)).toBeLessThan(0.2);
  });

  it('changes as many images as the factor says', () => {
    const count = (factor: number): number => {
      const erased = randomErasing({ factor, fillValue: 0, scale: [0.5, 0.6] })(
        full([samples, 4, 4, 1], 1),
        keysOf(samples),
      ).dataSync();
      return Array.from({ length: samples }, (_, i) => erased.subarray(16 * i, 16 * i + 16).includes(0)).filter(Boolean)
        .length;
    };
    expect([count(0), count(1)]).toEqual([0, samples]);
    // Binomial(2000, 0.3) has standard deviation 20.5: five of them.
    expect(Math.abs(count(0.3) - 600)).toBeLessThan(103);
  });

  it('fills with random values of the range unless told', () => {
    const erased = randomErasing({ valueRange: [2, 4], scale: [0.9, 1] })(
      full([20, 10, 10, 1], 0),
      keysOf(20),
    ).dataSync();
    const filled = erased.filter((value) => value !== 0);
    expect(Math.min(...filled)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...filled)).toBeLessThan(4);
    // At least 1,600 even numbers: the mean has a standard deviation of at most 0.0145.
    expect(Math.abs(meanOf(filled) - 3)).toBeLessThan(0.073);
  });

  it.each<[string, () => unknown]>([
    ['probabilities beyond 1', () => randomErasing({ factor: 1.1 })],
    ['a text that reads as a probability', () => randomErasing({ factor: '0.5' as never })],
    ['scales beyond 1', () => randomErasing({ scale: [0, 1.1] })],
    ['scales in the wrong order', () => randomErasing({ scale: [0.3, 0.2] })],
    ['words', () => randomErasing({ fillValue: 'a' as never })],
    ['nothing', () => randomErasing({ fillValue: Number.NaN })],
    ['unknown options', () => randomErasing({ fill: 0 } as object)],
  ])('refuses %s', (_, call) => expect(call).toThrow(ArgumentError));

  it('takes float32 images, and says how to make them of bytes', () => {
    const bytes = tensor(new Uint8Array(4), { shape: [1, 2, 2, 1] });
    expect(() => randomErasing()(bytes, keysOf(1))).toThrow(DTypeError);
    expect(() => randomErasing()(bytes, keysOf(1))).toThrow(
      /randomErasing: images are float32, got uint8. Use rescale\(1 \/ 255\) first/,
    );
  });
});
