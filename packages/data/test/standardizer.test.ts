import { ArgumentError, DataError, DTypeError, ShapeError } from '@gradkit/core';
import { dataset, standardizer } from '@gradkit/data';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const doubles = (rows: readonly (readonly number[])[]): { values: Float64Array; shape: number[] } => ({
  values: Float64Array.from(rows.flat()),
  shape: [rows.length, rows[0]?.length ?? 0],
});

describe('standardizer', () => {
  it('learns the mean and the population standard deviation of every feature', () => {
    // 2, 4, 4, 4, 5, 5, 7, 9 is the textbook example with mean 5 and standard deviation 2.
    const x = doubles([2, 4, 4, 4, 5, 5, 7, 9].map((value) => [value, 10 - 3 * value]));
    const { mean, stddev } = standardizer(dataset({ x }));
    expect(mean.toArray()).toEqual([5, -5]);
    expect(stddev.toArray()).toEqual([2, 6]);
  });

  it('brings the data it learned from to mean 0 and deviation 1', () => {
    const features = fc.array(fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -9, max: 9 })), {
      minLength: 2,
      maxLength: 40,
    });
    fc.assert(
      fc.property(features, (rows) => {
        fc.pre(new Set(rows.map(([a]) => a)).size > 1);
        const data = dataset({ x: doubles(rows) });
        const again = standardizer(standardizer(data).apply(data));
        // Values of up to 1e6 in a spread of at least one: rounding grows by the ratio of the two, squared at most.
        expect(again.mean.dataSync()[0]).toBeCloseTo(0, 6);
        expect(again.stddev.dataSync()[0]).toBeCloseTo(1, 6);
      }),
    );
  });

  it('applies the numbers of one data set to another and leaves other fields alone', () => {
    const train = dataset({ x: doubles([[1], [3]]), y: [0, 1] }, { classes: 2 });
    const test = dataset({ x: doubles([[5], [2]]), y: [1, 0] }, { classes: 2 });
    const scaled = standardizer(train).apply(test);
    expect(scaled.x.toArray()).toEqual([[3], [0]]);
    expect(scaled.y.toArray()).toEqual([1, 0]);
    expect(test.x.toArray()).toEqual([[5], [2]]);
  });

  it('centres a constant feature and no more, whatever its rounding', () => {
    const constants = [0, 0.1, 1 / 3, -1e300, 123456.789];
    const data = dataset({ x: doubles(Array.from({ length: 7 }, () => constants)) });
    const { stddev, apply } = standardizer(data);
    expect(stddev.toArray()).toEqual([0, 0, 0, 0, 0]);
    const scale = Math.max(...constants.map(Math.abs));
    for (const value of apply(data).x.dataSync()) expect(Math.abs(value)).toBeLessThanOrEqual(scale * 2 ** -50);
  });

  it('keeps the shuffling, epoch by epoch', () => {
    const data = dataset({ x: doubles([[1], [2], [3], [4], [5]]), y: [0, 1, 2, 3, 4] }).shuffle({ seed: 3 });
    const scaled = standardizer(data).apply(data);
    for (const epoch of [0, 1, 2]) expect(scaled.epoch(epoch).y.toArray()).toEqual(data.epoch(epoch).y.toArray());
  });

  it('keeps the element type and the shape of samples', () => {
    const data = dataset({ x: { values: new Float32Array([1, 2, 3, 4, 5, 6, 7, 8]), shape: [2, 2, 2] } });
    const scaling = standardizer(data);
    expect(scaling.mean.shape).toEqual([2, 2]);
    expect(scaling.mean.dtype).toBe('float32');
    expect(scaling.apply(data).x.toArray()).toEqual([
      [
        [-1, -1],
        [-1, -1],
      ],
      [
        [1, 1],
        [1, 1],
      ],
    ]);
  });

  it('takes another field', () => {
    const data = dataset({ price: [1, 3], x: [0, 0] });
    expect(standardizer(data, { field: 'price' }).apply(data).price.toArray()).toEqual([-1, 1]);
  });

  it.each<[string, () => unknown, new (message: string) => Error, RegExp]>([
    [
      'values that are not finite',
      () =>
        standardizer(
          dataset({
            x: [
              [1, 2],
              [3, NaN],
            ],
          }),
        ),
      DataError,
      /sample 1 is NaN at element 1/,
    ],
    ['whole numbers', () => standardizer(dataset({ x: new Uint8Array([1, 2]) })), DTypeError, /"x" is uint8/],
    ['a field that is not there', () => standardizer(dataset({ z: [1] })), ArgumentError, /no field "x"; there is z/],
    ['an unknown option', () => standardizer(dataset({ x: [1] }), { fields: 'x' } as object), ArgumentError, /"field"/],
    ['something else', () => standardizer([1] as never), ArgumentError, /expected a data set/],
    [
      'other shapes',
      () => standardizer(dataset({ x: [[1, 2]] })).apply(dataset({ x: [[1]] })),
      ShapeError,
      /samples of shape \[1\], statistics have \[2\]/,
    ],
    [
      'a mapped data set',
      () => standardizer(dataset({ x: [1] })).apply(dataset({ x: [1] }).map((batch) => batch)),
      ArgumentError,
      /Apply, then map/,
    ],
  ])('refuses %s', (_, make, type, message) => {
    expect(make).toThrow(type);
    expect(make).toThrow(message);
  });
});
