import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  type ConvTransposeOptions,
  conv1d,
  conv1dTranspose,
  conv2d,
  conv2dTranspose,
  conv3d,
  conv3dTranspose,
  DTypeError,
  ones,
  ShapeError,
  type Tensor,
  zeros,
} from '../../src/index.ts';
import { anyConvolution } from './any-convolution.ts';
import { expectEqual, scattered, tensorOf, whole } from './convolution-by-hand.ts';

/** `⟨a, b⟩`, which is exact for whole numbers. */
function inner(a: Tensor, b: Tensor): number {
  const right = b.dataSync();
  return Array.from(a.dataSync(), (x, i) => x * (right[i] as number)).reduce((sum, x) => sum + x, 0);
}

describe.each([
  { name: 'conv1dTranspose', rank: 1, forward: conv1d, transpose: conv1dTranspose, runs: 200 },
  { name: 'conv2dTranspose', rank: 2, forward: conv2d, transpose: conv2dTranspose, runs: 150 },
  { name: 'conv3dTranspose', rank: 3, forward: conv3d, transpose: conv3dTranspose, runs: 30 },
])('$name', ({ rank, forward, transpose, runs }) => {
  it('lays the kernel at every position, and is the transpose of the convolution with the same options', () => {
    fc.assert(
      fc.property(anyConvolution(rank), ({ extents, taps, batch, grouping, dtype, ...steps }) => {
        const { groups, channels, filters } = grouping;
        const image = whole([batch, ...extents, channels]);
        const kernel = whole([...taps, channels / groups, filters], 1);
        const options = { strides: steps.strides, dilation: steps.dilations, padding: steps.margins, groups };
        const convolved = forward(tensorOf(image, dtype), tensorOf(kernel, dtype), options);
        const cotangent = whole(convolved.shape, 2);
        // What the last position leaves over at the end of an axis.
        const left = extents.map((n, i) => {
          const [before, after] = steps.margins[i] as [number, number];
          const reach = ((taps[i] as number) - 1) * (steps.dilations[i] as number) + 1;
          return (before + n + after - reach) % (steps.strides[i] as number);
        });
        const actual = transpose(tensorOf(cotangent, dtype), tensorOf(kernel, dtype), {
          ...options,
          outputPadding: left,
        });
        expect(actual.dtype).toBe(dtype);
        expectEqual(actual, scattered(cotangent, kernel, { ...steps, groups }, image.shape));
        expect(inner(convolved, tensorOf(cotangent))).toBe(inner(tensorOf(image), actual));
      }),
      { numRuns: runs },
    );
  });
});

describe('conv1dTranspose', () => {
  const extent = (n: number, taps: number, options: ConvTransposeOptions): number =>
    conv1dTranspose(zeros([1, n, 2]), zeros([taps, 3, 2]), options).shape[1] as number;

  it('has the extents that Keras has', () => {
    // keras.layers.Conv1DTranspose(3, taps, strides, padding, output_padding, dilation_rate)
    expect(extent(4, 3, {})).toBe(6);
    expect(extent(4, 3, { strides: 2 })).toBe(9);
    expect(extent(4, 1, { strides: 3 })).toBe(12);
    expect(extent(4, 5, { strides: 3 })).toBe(14);
    expect(extent(4, 3, { strides: 2, padding: 'same' })).toBe(8);
    expect(extent(4, 5, { strides: 3, padding: 'same' })).toBe(12);
    expect(extent(4, 3, { strides: 2, outputPadding: 1 })).toBe(10);
    expect(extent(4, 3, { strides: 2, padding: 'same', outputPadding: 0 })).toBe(7);
    expect(extent(4, 3, { strides: 2, padding: 'same', outputPadding: 1 })).toBe(8);
    expect(extent(4, 3, { dilation: 2 })).toBe(8);
  });

  it.each(['valid', 'same'] as const)(
    'with padding "%s" is the transpose for every stride, kernel and extent',
    (padding) => {
      for (const strides of [1, 2, 3, 4]) {
        for (const taps of [1, 2, 3, 4, 5]) {
          for (const n of [0, 1, 2, 5]) {
            const kernel = tensorOf(whole([taps, 3, 2]));
            const y = tensorOf(whole([2, n, 2], 1));
            const transposed = conv1dTranspose(y, kernel, { strides, padding });
            const x = tensorOf(whole(transposed.shape, 2));
            if (padding === 'valid' && n === 0) continue;
            expect(inner(conv1d(x, kernel, { strides, padding }), y)).toBe(inner(x, transposed));
          }
        }
      }
    },
  );

  it('keeps what no view reaches at zero', () => {
    const y = conv1dTranspose(ones([1, 2, 1]), ones([1, 1, 1]), { strides: 3 });
    expect(y.reshape([-1]).toArray()).toEqual([1, 0, 0, 1, 0, 0]);
  });
});

describe('conv2dTranspose', () => {
  const x = zeros([1, 5, 5, 4]);
  const kernel = zeros([3, 3, 8, 4]);

  it('of nothing is nothing, and sums over no filters are zero', () => {
    expect(conv2dTranspose(zeros([0, 5, 5, 4]), kernel).shape).toEqual([0, 7, 7, 8]);
    expect(conv2dTranspose(x, zeros([3, 3, 0, 4])).shape).toEqual([1, 7, 7, 0]);
    expect(
      conv2dTranspose(zeros([1, 1, 1, 0]), zeros([1, 2, 1, 0]))
        .reshape([-1])
        .toArray(),
    ).toEqual([0, 0]);
    expect(conv2dTranspose(zeros([1, 0, 2, 4]), kernel, { padding: 'same' }).shape).toEqual([1, 0, 2, 8]);
    expect(conv2dTranspose(zeros([1, 0, 2, 4]), kernel, { strides: 2, padding: 1 }).shape).toEqual([1, 0, 3, 8]);
  });

  it('says what does not fit', () => {
    expect(() => conv2dTranspose(x, zeros([3, 3, 4, 8]))).toThrow(
      /conv2dTranspose: .* has 4 channels, .* takes 8\. The last axis/,
    );
    expect(() => conv2dTranspose(zeros([5, 5, 4]), kernel)).toThrow(ShapeError);
    expect(() => conv2dTranspose(x, kernel, { groups: 3 })).toThrow(/groups divides the 4 channels of x, got 3/);
    expect(() => conv2dTranspose(x, kernel, { strides: 2, outputPadding: 2 })).toThrow(/outputPadding from 0 to 1/);
    expect(() => conv2dTranspose(x, kernel, { padding: 5 })).toThrow(/or less padding/);
    expect(() => conv2dTranspose(x, kernel, { outputPadding: -1 })).toThrow(ArgumentError);
    expect(() => conv2dTranspose(x, zeros([2, 2, 8, 4]), { strides: 2, padding: 'same', outputPadding: 0 })).toThrow(
      ShapeError,
    );
    expect(() => conv2dTranspose(x, kernel, { padding: 'causal' } as object)).toThrow(ArgumentError);
    expect(() => conv2dTranspose(x, zeros([3, 3, 8, 4], { dtype: 'float64' }))).toThrow(DTypeError);
  });
});
