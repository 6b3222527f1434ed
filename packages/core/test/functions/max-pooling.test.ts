import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  max,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  ones,
  type PoolOptions,
  ShapeError,
  type Tensor,
  tensor,
  zeros,
} from '../../src/index.ts';
import { anyConvolution } from './any-convolution.ts';
import { expectEqual, positions, tensorOf, whole } from './convolution-by-hand.ts';
import { pooled } from './pooling-by-hand.ts';

const flat = (x: Tensor): unknown => x.reshape([-1]).toArray();

describe.each([
  { name: 'maxPool1d', rank: 1, apply: maxPool1d, runs: 150 },
  { name: 'maxPool2d', rank: 2, apply: maxPool2d, runs: 150 },
  { name: 'maxPool3d', rank: 3, apply: maxPool3d, runs: 30 },
])('$name', ({ rank, apply, runs }) => {
  it('is the largest element of each window, for any size, steps, padding and element type', () => {
    fc.assert(
      fc.property(anyConvolution(rank), ({ extents, taps, strides, dilations, batch, dtype, isSame, ...margins }) => {
        const x = whole([batch, ...extents, 3]);
        const counts = extents.map((n, i) =>
          positions(
            n,
            ...([taps[i], strides[i], dilations[i], margins.low[i], margins.high[i]] as [
              number,
              number,
              number,
              number,
              number,
            ]),
          ),
        );
        const padding = isSame ? 'same' : margins.margins;
        const actual = apply(tensorOf(x, dtype), { size: taps, strides, dilation: dilations, padding });
        const lowest = dtype === 'int32' ? -(2 ** 31) : Number.NEGATIVE_INFINITY;
        expect(actual.dtype).toBe(dtype);
        expectEqual(
          actual,
          pooled(x, { size: taps, strides, dilations, low: margins.low, counts }, (inside) =>
            Math.max(lowest, ...inside),
          ),
        );
      }),
      { numRuns: runs },
    );
  });
});

describe('maxPool1d', () => {
  const x = tensor([3, 1, 4, 1, 5]).reshape([1, 5, 1]);

  it('steps by its size unless told otherwise', () => {
    expect(flat(maxPool1d(x, { size: 2 }))).toEqual([3, 4]);
    expect(flat(maxPool1d(x, { size: 2, strides: 1 }))).toEqual([3, 4, 4, 5]);
  });

  it('counts a last window that starts inside with ceilMode, but none that starts in the padding', () => {
    expect(flat(maxPool1d(x, { size: 2, ceilMode: true }))).toEqual([3, 4, 5]);
    expect(flat(maxPool1d(x, { size: 3, strides: 2, padding: 1, ceilMode: true }))).toEqual([3, 4, 5]);
    expect(flat(maxPool1d(x, { size: 2, strides: 5, padding: [[0, 1]], ceilMode: true }))).toEqual([3]);
    expect(flat(maxPool1d(x, { size: 7, ceilMode: true }))).toEqual([5]);
    expect(flat(maxPool1d(x, { size: 2, padding: 'same', ceilMode: true }))).toEqual([3, 4, 5]);
  });

  it('hands on NaN, and never chooses padding', () => {
    const y = tensor([Number.NaN, 1, -7, -8]).reshape([1, 4, 1]);
    expect(flat(maxPool1d(y, { size: 2 }))).toEqual([Number.NaN, -7]);
    expect(flat(maxPool1d(y.mul(1), { size: 3, strides: 1, padding: 'same' }))).toEqual([
      Number.NaN,
      Number.NaN,
      1,
      -7,
    ]);
  });

  it('takes truth values and bytes', () => {
    const truth = tensor([false, true, false, false]).reshape([1, 4, 1]);
    expect(flat(maxPool1d(truth, { size: 2 }))).toEqual([true, false]);
    expect(flat(maxPool1d(tensor([1, 200, 3, 4], { dtype: 'uint8' }).reshape([1, 4, 1]), { size: 2 }))).toEqual([
      200, 4,
    ]);
  });
});

describe('maxPool2d', () => {
  it('over everything is the maximum', () => {
    const x = tensorOf(whole([2, 5, 3, 4]));
    expect(
      maxPool2d(x, { size: [5, 3] })
        .reshape([2, 4])
        .toArray(),
    ).toEqual(max(x, { axis: [1, 2] }).toArray());
  });

  it('of nothing is nothing', () => {
    expect(maxPool2d(zeros([0, 4, 4, 3]), { size: 2 }).shape).toEqual([0, 2, 2, 3]);
    expect(maxPool2d(zeros([2, 4, 4, 0]), { size: 2 }).shape).toEqual([2, 2, 2, 0]);
  });

  it('says what does not fit', () => {
    const x = ones([1, 4, 4, 1]);
    expect(() => maxPool2d(x, {} as PoolOptions)).toThrow(/size is an integer of at least 1/);
    expect(() => maxPool2d(x, { size: 0 })).toThrow(ArgumentError);
    expect(() => maxPool1d(ones([1, 4, 1]), { size: 2, padding: 'causal' } as object as PoolOptions)).toThrow(
      ArgumentError,
    );
    expect(() => maxPool2d(x, { size: 5 })).toThrow(/maxPool2d: the window spans 5 elements/);
    expect(() => maxPool2d(ones([4, 4, 1]), { size: 2 })).toThrow(ShapeError);
    expect(() => maxPool2d(x, { size: 2, ceilMode: 1 } as object as PoolOptions)).toThrow(
      /ceilMode is true or false, got 1/,
    );
    expect(() => maxPool2d(x, { size: 2, countIncludePadding: true } as PoolOptions)).toThrow(ArgumentError);
  });
});

describe('maxPool2d', () => {
  it('explains that it needs options', () => {
    expect(() => maxPool2d(zeros([1, 4, 4, 1]), undefined as never)).toThrow('maxPool2d: expected an options object');
  });
});
