import { ArgumentError } from '@gradkit/core';
import { randomZoom } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import { counted, distanceFromLayer, keysOf, layerRows, leavesUnchanged, type Pair } from './images.ts';

describe('randomZoom', () => {
  it.each(layerRows('randomZoom'))('does what the layer of Keras does: $title', ({ factors, options, result }) => {
    const [factor] = factors as [Pair];
    // Both round positions to float32; pixels are at most 1.
    expect(distanceFromLayer(randomZoom(factor, options), result)).toBeLessThan(1e-5);
  });

  it('by nothing changes nothing', () => {
    expect(leavesUnchanged(randomZoom(0))).toBe(true);
    expect(leavesUnchanged(randomZoom(0, { widthFactor: 0 }))).toBe(true);
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

  it.each<[string, () => unknown, RegExp]>([
    ['bounds in the wrong order', () => randomZoom([0.2, 0.1]), /\[lower, upper\] from -1 to 1/],
    ['a factor of the width that is no number', () => randomZoom(0, { widthFactor: NaN }), /widthFactor/],
    ['an unknown option', () => randomZoom(0, { fill: 'wrap' } as object), /unknown option "fill"/],
  ])('refuses %s', (_, call, message) => {
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(message);
  });
});
