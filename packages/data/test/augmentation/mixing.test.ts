import { ArgumentError, DataError, DTypeError, ShapeError, type Tensor } from '@gradkit/core';
import { cutMix, type Dataset, dataset, type MixOptions, mixUp } from '@gradkit/data';
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
const mixes: readonly (readonly [string, (options: MixOptions) => ReturnType<typeof mixUp>])[] = [
  ['mixUp', mixUp],
  ['cutMix', cutMix],
];

describe.each(mixes)('%s', (name, mix) => {
  it('pairs each sample with another one, each once, and mixes targets as inputs', () => {
    const samples = 40;
    const { x, y } = plain(samples)
      .batch(samples)
      .map(mix({ seed: 3, classes: samples, alpha: 1 }))
      .at(0);
    expect([x.shape, y.shape, y.dtype]).toEqual([[samples, 6, 8, 1], [samples, samples], 'float32']);
    const partners = rows(y).map((target, i) => {
      const others = target.flatMap((share, j) => (share > 0 && j !== i ? [j] : []));
      expect(target.reduce((sum, share) => sum + share)).toBeCloseTo(1, 5);
      expect(others.length).toBeLessThanOrEqual(1);
      // The mean pixel is the mean label: λ i + (1 - λ) j.
      expect(meanOf(rows(x)[i] as number[])).toBeCloseTo(
        target.reduce((sum, share, j) => sum + share * j, 0),
        3,
      );
      return others[0];
    });
    const met = partners.filter((partner) => partner !== undefined);
    expect(new Set(met).size).toBe(met.length);
    // A share of exactly one, or too small a rectangle, leaves a sample as it is: few.
    expect(met.length).toBeGreaterThan(30);
  });

  it('depends on seed, epoch and batch only', () => {
    const batches = plain(12)
      .batch(6)
      .map(mix({ seed: 3, classes: 12, alpha: 1 }));
    const text = (b: typeof batches, i = 0): string => String(b.at(i).x.dataSync());
    expect(text(batches)).toBe(
      text(
        plain(12)
          .batch(6)
          .map(mix({ seed: 3, classes: 12, alpha: 1 })),
      ),
    );
    expect(text(batches)).not.toBe(text(batches.epoch(1)));
    expect(text(batches)).not.toBe(
      text(
        plain(12)
          .batch(6)
          .map(mix({ seed: 4, classes: 12, alpha: 1 })),
      ),
    );
    const kept = (i: number): string => String(rows(batches.at(i).y).map((target, j) => target[6 * i + j]));
    expect(kept(0)).not.toBe(kept(1));
  });

  it('leaves a batch of one as it is, but for its target', () => {
    const { x, y } = plain(3)
      .batch(1)
      .map(mix({ seed: 3, classes: 3 }))
      .at(2);
    expect(meanOf(x.dataSync())).toBeCloseTo(2, 6);
    expect(y.toArray()).toEqual([[0, 0, 1]]);
  });

  it('mixes shares and numbers as they are, and keeps other fields', () => {
    const data = dataset({
      x: plain(4).x,
      y: [
        [1, 0],
        [1, 0],
        [0, 1],
        [0, 1],
      ],
      sampleWeight: [1, 2, 3, 4],
    });
    const { y, sampleWeight } = data
      .batch(4)
      .map(mix({ seed: 1 }))
      .at(0);
    for (const target of rows(y)) expect((target[0] as number) + (target[1] as number)).toBeCloseTo(1, 6);
    expect(sampleWeight.toArray()).toEqual([1, 2, 3, 4]);
    const numbers = dataset({ x: plain(2).x, y: [10, 20] })
      .batch(2)
      .map(mix({ seed: 1 }))
      .at(0).y;
    for (const value of numbers.dataSync()) expect(value >= 10 && value <= 20).toBe(true);
  });

  it.each<[string, () => unknown, new (message: string) => Error, RegExp]>([
    [
      'class ids without classes',
      () => plain(2).map(mix({ seed: 1 })),
      ArgumentError,
      /y is int32\[1\]; class ids.*number of classes/,
    ],
    [
      'shares with classes',
      () => dataset({ x: plain(1).x, y: [[1, 0]] }).map(mix({ seed: 1, classes: 2 })),
      ShapeError,
      /got \[1, 2\]/,
    ],
    ['no targets', () => dataset({ x: plain(1).x }).map(mix({ seed: 1 })), ArgumentError, /fields x and y; there is x/],
    [
      'bytes',
      () => dataset({ x: { values: new Uint8Array(4), shape: [1, 2, 2, 1] }, y: [1] }).map(mix({ seed: 1 })),
      DTypeError,
      /rescale/,
    ],
    ['no seed', () => mix({} as MixOptions), ArgumentError, /seed must be an integer/],
    ['alpha of 0', () => mix({ seed: 1, alpha: 0 }), ArgumentError, /alpha is a positive number, got 0/],
    [
      'ids that are no classes, which would become vectors of zeros',
      () =>
        plain(3)
          .map(mix({ seed: 1, classes: 2 }))
          .batch(3)
          .at(0),
      DataError,
      /y\[2\] of a batch is 2, but with 2 classes ids are the integers 0 to 1/,
    ],
    ['no classes', () => mix({ seed: 1, classes: 0 }), ArgumentError, /classes must be an integer from 1/],
    ['unknown options', () => mix({ seed: 1, beta: 1 } as MixOptions), ArgumentError, /unknown option/],
  ])(`refuses %s: ${name}`, (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
