import { describe, expect, it } from 'vitest';
import { arange, cast, DTypeError, globalAveragePool, globalMaxPool, ShapeError, zeros } from '../../src/index.ts';

const x = cast(arange(24), 'float32').reshape([2, 3, 2, 2]);

describe('global pooling', () => {
  it('folds all axes between the first and the last', () => {
    expect(globalMaxPool(x).toArray()).toEqual([
      [10, 11],
      [22, 23],
    ]);
    expect(globalAveragePool(x).toArray()).toEqual([
      [5, 6],
      [17, 18],
    ]);
    expect(globalMaxPool(x.reshape([2, 6, 2])).toArray()).toEqual(globalMaxPool(x).toArray());
    expect(globalAveragePool(x.reshape([2, 3, 1, 2, 2])).toArray()).toEqual(globalAveragePool(x).toArray());
  });

  it('keeps axes on request', () => {
    expect(globalMaxPool(x, { keepDims: true }).shape).toEqual([2, 1, 1, 2]);
    expect(globalAveragePool(x, { keepDims: true }).shape).toEqual([2, 1, 1, 2]);
  });

  it('says what does not fit', () => {
    expect(() => globalMaxPool(zeros([2, 3]))).toThrow(
      /globalMaxPool: x needs the axes \[batch, …spatial, channels\], got \[2, 3\]/,
    );
    expect(() => globalAveragePool(zeros([2, 3]))).toThrow(ShapeError);
    expect(() => globalAveragePool(zeros([2, 2, 2], { dtype: 'int32' }))).toThrow(DTypeError);
    expect(() => globalMaxPool(x, { axis: 1 } as object)).toThrow(/unknown option "axis"/);
  });
});

describe('globalAveragePool, globalMaxPool', () => {
  it('name themselves in their errors', () => {
    const x = zeros([2, 0, 3]);
    expect(() => globalAveragePool(x, { keepDims: 1 as never })).toThrow(
      'globalAveragePool: keepDims is true or false',
    );
    expect(() => globalMaxPool(x, { keepDims: null as never })).toThrow('globalMaxPool: keepDims is true or false');
    expect(() => globalMaxPool(x)).toThrow('globalMaxPool: [2, 0, 3] has no elements along axis 1');
  });
});
