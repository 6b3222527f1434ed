import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  type AveragePoolOptions,
  averagePool1d,
  averagePool2d,
  averagePool3d,
  DTypeError,
  mean,
  ones,
  type Tensor,
  tensor,
  zeros,
} from '../../src/index.ts';
import { anyConvolution } from './any-convolution.ts';
import { expectEqual, positions, tensorOf, whole } from './convolution-by-hand.ts';
import { pooled } from './pooling-by-hand.ts';

const flat = (x: Tensor): unknown => x.reshape([-1]).toArray();

describe.each([
  { name: 'averagePool1d', rank: 1, apply: averagePool1d, runs: 150 },
  { name: 'averagePool2d', rank: 2, apply: averagePool2d, runs: 150 },
  { name: 'averagePool3d', rank: 3, apply: averagePool3d, runs: 30 },
])('$name', ({ rank, apply, runs }) => {
  it('is the mean of each window, with its padding or without', () => {
    fc.assert(
      fc.property(anyConvolution(rank), fc.boolean(), (convolution, countIncludePadding) => {
        const { extents, taps, strides, dilations, batch, isSame, low, high, margins } = convolution;
        const dtype = convolution.dtype === 'int32' ? 'float32' : convolution.dtype;
        const x = whole([batch, ...extents, 3]);
        const counts = extents.map((n, i) =>
          positions(
            n,
            ...([taps[i], strides[i], dilations[i], low[i], high[i]] as [number, number, number, number, number]),
          ),
        );
        const options = {
          size: taps,
          strides,
          dilation: dilations,
          padding: isSame ? 'same' : margins,
          countIncludePadding,
        } as const;
        const expected = pooled(x, { size: taps, strides, dilations, low, counts }, (inside, all) => {
          return inside.reduce((a, b) => a + b, 0) / (countIncludePadding ? all.length : inside.length);
        });
        const actual = apply(tensorOf(x, dtype), options);
        expect(actual.dtype).toBe(dtype);
        // Sums of whole numbers are exact, and the division rounds once.
        const round = dtype === 'float32' ? Math.fround : (value: number) => value;
        expectEqual(actual, { shape: expected.shape, values: Array.from(expected.values, round) });
      }),
      { numRuns: runs },
    );
  });
});

describe('averagePool1d', () => {
  const x = tensor([3, 1, 4, 1, 5]).reshape([1, 5, 1]);

  it('of a window that ends outside counts what is inside, and padding only where it was asked for', () => {
    expect(flat(averagePool1d(x, { size: 2, ceilMode: true }))).toEqual([2, 2.5, 5]);
    const wide = { size: 4, strides: 4, padding: 1, ceilMode: true } as const;
    // Windows over (0) 3 1 4 and 1 5 (0), of which the second has one element beyond the padding.
    expect(flat(averagePool1d(x.mul(6), wide))).toEqual([16, 18]);
    expect(flat(averagePool1d(x.mul(6), { ...wide, countIncludePadding: true }))).toEqual([12, 12]);
  });

  it('of padding alone is not a number', () => {
    expect(flat(averagePool1d(x, { size: 1, strides: 3, padding: [[1, 0]] }))).toEqual([Number.NaN, 4]);
  });
});

describe('averagePool2d', () => {
  it('over everything is the mean', () => {
    const x = tensorOf(whole([2, 4, 2, 4]));
    expect(
      averagePool2d(x, { size: [4, 2] })
        .reshape([2, 4])
        .toArray(),
    ).toEqual(mean(x, { axis: [1, 2] }).toArray());
  });

  it('of nothing is nothing', () => {
    expect(averagePool2d(zeros([0, 4, 4, 3]), { size: 2 }).shape).toEqual([0, 2, 2, 3]);
    expect(averagePool2d(zeros([0, 4, 4, 3]), { size: 3, padding: 'same' }).shape).toEqual([0, 2, 2, 3]);
  });

  it('says what does not fit', () => {
    const x = ones([1, 4, 4, 1]);
    expect(() => averagePool2d(ones([1, 4, 4, 1], { dtype: 'int32' }), { size: 2 })).toThrow(DTypeError);
    expect(() => averagePool2d(x, { size: 2, countIncludePadding: 'no' } as object as AveragePoolOptions)).toThrow(
      /averagePool2d: countIncludePadding is true or false, got "no"/,
    );
    expect(() => averagePool2d(x, { size: 2, countIncludePad: true } as object as AveragePoolOptions)).toThrow(
      ArgumentError,
    );
    expect(() => averagePool2d(x, { size: [2, 5] })).toThrow(
      /spatial axis 1 has 4\. Use padding 'same', or a smaller window/,
    );
  });
});

describe('averagePool2d', () => {
  it('explains that it needs options', () => {
    expect(() => averagePool2d(zeros([1, 4, 4, 1]), undefined as never)).toThrow(
      'averagePool2d: expected an options object',
    );
  });
});
