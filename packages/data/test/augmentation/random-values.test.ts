import { ArgumentError, DTypeError, full, tensor } from '@gradkit/core';
import { randomBrightness, randomContrast, randomErasing, randomNoise, rescale } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import { counted, keysOf, meanOf } from './images.ts';

const samples = 2000;

describe('randomBrightness', () => {
  it('adds the same to all pixels of an image, evenly within the factor', () => {
    const changed = randomBrightness(0.2)(full([samples, 1, 2, 1], 0.5), keysOf(samples)).dataSync();
    const deltas = Array.from({ length: samples }, (_, i) => (changed[2 * i] as number) - 0.5);
    for (const [i, delta] of deltas.entries()) expect((changed[2 * i + 1] as number) - 0.5).toBe(delta);
    // Uniform on [-0.2, 0.2]: the mean has standard deviation 0.00258, of which five.
    expect(Math.abs(meanOf(deltas))).toBeLessThan(0.013);
    expect(Math.max(...deltas.map(Math.abs))).toBeLessThan(0.20001);
    expect(Math.max(...deltas)).toBeGreaterThan(0.198);
  });

  it('limits values to their range, of which the factor is a part', () => {
    const image = tensor([[[[0], [100], [250]]]]);
    const lighter = randomBrightness([0.1, 0.1], { valueRange: [0, 255] })(image, keysOf(1)).dataSync();
    expect([...lighter]).toEqual([25.5, 125.5, 255]);
    expect([...randomBrightness([-1, -1])(tensor([[[[0.5]]]]), keysOf(1)).dataSync()]).toEqual([0]);
  });

  it.each<[string, () => unknown]>([
    ['factors beyond 1', () => randomBrightness(2)],
    ['ranges in the wrong order', () => randomBrightness(0.1, { valueRange: [1, 0] })],
    ['ranges of one number', () => randomBrightness(0.1, { valueRange: [1] as never })],
    ['unknown options', () => randomBrightness(0.1, { range: [0, 1] } as object)],
  ])('refuses %s', (_, call) => expect(call).toThrow(ArgumentError));
});

describe('randomContrast', () => {
  it('spreads values about the mean of each channel', () => {
    // Channels with means 0.4 and 0.5.
    const image = tensor([
      [
        [
          [0.3, 0.4],
          [0.5, 0.6],
        ],
      ],
    ]);
    const wider = randomContrast([0, 1])(image, keysOf(1)).dataSync();
    const scale = (wider[2] as number) * 10 - (wider[0] as number) * 10;
    expect(scale / 2).toBeGreaterThan(1);
    expect(wider[0]).toBeCloseTo(0.4 - (0.1 * scale) / 2, 6);
    expect(wider[1]).toBeCloseTo(0.5 - (0.1 * scale) / 2, 6);
    expect(wider[3]).toBeCloseTo(0.5 + (0.1 * scale) / 2, 6);
  });

  it('draws the scale evenly between 1 - lower and 1 + upper', () => {
    const values = Float32Array.from({ length: 2 * samples }, (_, i) => 0.4 + 0.2 * (i % 2));
    const changed = randomContrast([0.5, 0.2])(
      tensor(values, { shape: [samples, 1, 2, 1] }),
      keysOf(samples),
    ).dataSync();
    const scales = Array.from(
      { length: samples },
      (_, i) => ((changed[2 * i + 1] as number) - (changed[2 * i] as number)) / 0.2,
    );
    // Uniform on [0.5, 1.2]: the mean has standard deviation 0.0045, of which five.
    expect(Math.abs(meanOf(scales) - 0.85)).toBeLessThan(0.023);
    expect(Math.min(...scales)).toBeGreaterThan(0.4999);
    expect(Math.max(...scales)).toBeLessThan(1.2001);
  });

  it('leaves an even image as it is, and limits values', () => {
    expect([...randomContrast(1)(full([1, 2, 2, 1], 0.25), keysOf(1)).dataSync()]).toEqual([0.25, 0.25, 0.25, 0.25]);
    const black = tensor([[[[0], [1]]]]);
    expect([...randomContrast([0, 1])(black, keysOf(1)).dataSync()]).toEqual([0, 1]);
  });

  it.each<[string, () => unknown]>([
    ['negative factors', () => randomContrast(-0.1)],
    ['factors beyond 1', () => randomContrast([0, 1.5])],
    ['no factor', () => randomContrast(undefined as never)],
  ])('refuses %s', (_, call) => expect(call).toThrow(ArgumentError));
});

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
});

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
    ['scales beyond 1', () => randomErasing({ scale: [0, 1.1] })],
    ['scales in the wrong order', () => randomErasing({ scale: [0.3, 0.2] })],
    ['words', () => randomErasing({ fillValue: 'a' as never })],
    ['unknown options', () => randomErasing({ fill: 0 } as object)],
  ])('refuses %s', (_, call) => expect(call).toThrow(ArgumentError));
});

describe('rescale', () => {
  it('multiplies and adds, and makes float32 of bytes', () => {
    const bytes = tensor(new Uint8Array([0, 51, 255]));
    const scaled = rescale(1 / 127.5, { offset: -1 })(bytes);
    expect(scaled.dtype).toBe('float32');
    expect([...scaled.dataSync()].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([-1, -0.6, 1]);
    expect(rescale(2)(tensor(new Float64Array([1.5]))).dtype).toBe('float64');
  });

  it('refuses what is no number', () => {
    expect(() => rescale('1' as never)).toThrow(/rescale: scale is a number/);
    expect(() => rescale(1, { offset: NaN })).toThrow(ArgumentError);
  });
});

it('images must be float32, and the message says how', () => {
  const bytes = tensor(new Uint8Array(4), { shape: [1, 2, 2, 1] });
  for (const change of [randomBrightness(0.1), randomContrast(0.1), randomNoise(0.1), randomErasing()]) {
    expect(() => change(bytes, keysOf(1))).toThrow(DTypeError);
    expect(() => change(bytes, keysOf(1))).toThrow(/Use rescale\(1 \/ 255\) first/);
  }
});
