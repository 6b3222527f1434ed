import { ArgumentError, DTypeError, full, tensor } from '@gradkit/core';
import { randomBrightness } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import { keysOf, meanOf } from './images.ts';

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

  it('takes float32 images, and says how to make them of bytes', () => {
    const bytes = tensor(new Uint8Array(4), { shape: [1, 2, 2, 1] });
    expect(() => randomBrightness(0.1)(bytes, keysOf(1))).toThrow(DTypeError);
    expect(() => randomBrightness(0.1)(bytes, keysOf(1))).toThrow(
      /randomBrightness: images are float32, got uint8. Use rescale\(1 \/ 255\) first/,
    );
  });
});
