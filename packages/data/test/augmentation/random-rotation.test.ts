import { ArgumentError, tensor } from '@gradkit/core';
import { randomRotation } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import { counted, distanceFromLayer, keysOf, layerRows, leavesUnchanged, meanOf, type Pair } from './images.ts';

describe('randomRotation', () => {
  it.each(layerRows('randomRotation'))('does what the layer of Keras does: $title', ({ factors, options, result }) => {
    const [factor] = factors as [Pair];
    // Both round positions to float32; pixels are at most 1.
    expect(distanceFromLayer(randomRotation(factor, options), result)).toBeLessThan(1e-5);
  });

  it('by nothing changes nothing', () => {
    expect(leavesUnchanged(randomRotation(0))).toBe(true);
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

  it.each<[string, () => unknown, RegExp]>([
    ['a negative factor', () => randomRotation(-0.1), /factor is a number from 0 to 1.*got -0.1/],
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
