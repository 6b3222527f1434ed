import { ArgumentError, DataError, DTypeError, ShapeError } from '@gradkit/core';
import { dataset, minMaxScaler } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import golden from './golden/datasets.json' with { type: 'json' };

const float64 = (rows: readonly (readonly number[])[]) =>
  dataset({ x: { values: Float64Array.from(rows.flat()), shape: [rows.length, rows[0]?.length as number] } });
const close = (computed: ArrayLike<number>, expected: readonly (readonly number[])[]): void => {
  for (const [i, value] of expected.flat().entries()) expect(computed[i]).toBeCloseTo(value, 12);
};

describe('minMaxScaler', () => {
  it.each(golden.scaling)('is that of scikit-learn: $range', ({ range, train, test, scaledTrain, scaledTest }) => {
    const scaling = minMaxScaler(float64(train), { range: range as unknown as [number, number] });
    close(scaling.apply(float64(train)).x.dataSync(), scaledTrain);
    close(scaling.apply(float64(test)).x.dataSync(), scaledTest);
  });

  it('tells what it has learned, and keeps other fields and the order', () => {
    const data = dataset({
      x: [
        [1, 5],
        [3, 2],
      ],
      y: [7, 8],
    });
    const scaling = minMaxScaler(data);
    expect([scaling.min.toArray(), scaling.max.toArray()]).toEqual([
      [1, 2],
      [3, 5],
    ]);
    const scaled = scaling.apply(data.select([1, 0]));
    expect([scaled.x.toArray(), scaled.y.toArray()]).toEqual([
      [
        [1, 0],
        [0, 1],
      ],
      [8, 7],
    ]);
  });

  it('brings a feature that is always the same to the lower end', () => {
    const data = dataset({ x: [[4], [4]] });
    expect(
      minMaxScaler(data, { range: [-1, 1] })
        .apply(data)
        .x.toArray(),
    ).toEqual([[-1], [-1]]);
  });

  it.each<[string, () => unknown, new (message: string) => Error, RegExp]>([
    ['NaN', () => minMaxScaler(dataset({ x: [1, NaN] })), DataError, /minMaxScaler: "x" of sample 1 is NaN/],
    ['whole numbers', () => minMaxScaler(dataset({ x: new Int32Array([1]) })), DTypeError, /"x" is int32/],
    ['another field', () => minMaxScaler(dataset({ x: [1] }), { field: 'z' }), ArgumentError, /no field "z"/],
    [
      'a range in the wrong order',
      () => minMaxScaler(dataset({ x: [1] }), { range: [1, 0] }),
      ArgumentError,
      /low < high/,
    ],
    [
      'other shapes',
      () => minMaxScaler(dataset({ x: [[1]] })).apply(dataset({ x: [1] })),
      ShapeError,
      /statistics have \[1\]/,
    ],
  ])('refuses %s', (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
