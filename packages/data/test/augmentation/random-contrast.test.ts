import { ArgumentError, DTypeError, full, tensor } from '@gradkit/core';
import { randomContrast } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import { keysOf, meanOf } from './images.ts';

const samples = 2000;

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

  it('takes float32 images, and says how to make them of bytes', () => {
    const bytes = tensor(new Uint8Array(4), { shape: [1, 2, 2, 1] });
    expect(() => randomContrast(0.1)(bytes, keysOf(1))).toThrow(DTypeError);
    expect(() => randomContrast(0.1)(bytes, keysOf(1))).toThrow(
      /randomContrast: images are float32, got uint8. Use rescale\(1 \/ 255\) first/,
    );
  });
});
