import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  type CausalPadding,
  type ConvOptions,
  conv1d,
  conv2d,
  conv3d,
  DTypeError,
  depthwiseConv1d,
  depthwiseConv2d,
  matmul,
  ones,
  ShapeError,
  separableConv1d,
  separableConv2d,
  type Tensor,
  tensor,
  zeros,
} from '../../src/index.ts';
import { anyConvolution, groupings, margins } from './any-convolution.ts';
import { convolved, expectEqual, tensorOf, whole } from './convolution-by-hand.ts';

const paddings: readonly CausalPadding[] = ['valid', 'same', 'causal', 2, [[1, 0]], [[0, 3]]];

describe('conv1d', () => {
  const rows = [1, 2, 3].flatMap((stride) => [1, 2].map((dilation) => ({ stride, dilation })));

  it.each(rows)(
    'is its definition with stride $stride and dilation $dilation, whatever else',
    ({ stride, dilation }) => {
      const pairs = groupings.slice(0, 3).flatMap(({ groups, channels, filters }) =>
        [0, 1, 4, 5, 7].flatMap((n) =>
          [1, 2, 3, 4].flatMap((taps) =>
            paddings.flatMap((padding) => {
              const [low, high] = margins(padding, n, taps, stride, dilation);
              const alwaysFits = padding === 'same' || padding === 'causal';
              if (!alwaysFits && low + n + high < (taps - 1) * dilation + 1) return [];
              const x = whole([2, n, channels]);
              const kernel = whole([taps, channels / groups, filters], 1);
              const steps = { strides: [stride], dilations: [dilation], low: [low], high: [high], groups };
              const options = { strides: stride, dilation, padding, groups };
              return [
                { actual: conv1d(tensorOf(x), tensorOf(kernel), options), expected: convolved(x, kernel, steps) },
              ];
            }),
          ),
        ),
      );
      for (const { actual, expected } of pairs) expectEqual(actual, expected);
      expect(pairs.length).toBeGreaterThan(200);
    },
  );

  it('sees nothing that follows with causal padding', () => {
    const kernel = tensor([1, 2, 4]).reshape([3, 1, 1]);
    const impulse = (at: number): Tensor => tensor([0, 1, 2, 3, 4].map((i) => Number(i === at))).reshape([1, 5, 1]);
    expect(flat(conv1d(impulse(0), kernel, { padding: 'causal' }))).toEqual([4, 2, 1, 0, 0]);
    expect(flat(conv1d(impulse(4), kernel, { padding: 'causal', dilation: 2 }))).toEqual([0, 0, 0, 0, 4]);
  });

  it('puts the odd element of padding "same" at the end', () => {
    const counts = (n: number, taps: number, strides: number): unknown =>
      flat(conv1d(ones([1, n, 1]), ones([taps, 1, 1]), { padding: 'same', strides }));
    expect(counts(3, 2, 1)).toEqual([2, 2, 1]);
    expect(counts(4, 3, 2)).toEqual([3, 2]);
    expect(counts(5, 3, 2)).toEqual([2, 3, 2]);
    expect(counts(4, 1, 3)).toEqual([1, 1]);
  });
});

const flat = (x: Tensor): unknown => x.reshape([-1]).toArray();

describe.each([
  { name: 'conv2d', rank: 2, apply: conv2d, runs: 200 },
  { name: 'conv3d', rank: 3, apply: conv3d, runs: 40 },
])('$name', ({ rank, apply, runs }) => {
  it('is its definition for any extents, kernels, steps, padding, groups and element types', () => {
    fc.assert(
      fc.property(anyConvolution(rank), ({ extents, taps, batch, grouping, dtype, isSame, ...steps }) => {
        const { groups, channels, filters } = grouping;
        const x = whole([batch, ...extents, channels]);
        const kernel = whole([...taps, channels / groups, filters], 1);
        const options: ConvOptions = {
          strides: steps.strides,
          dilation: steps.dilations,
          padding: isSame ? 'same' : steps.margins,
          groups,
        };
        const actual = apply(tensorOf(x, dtype), tensorOf(kernel, dtype), options);
        expect(actual.dtype).toBe(dtype);
        expectEqual(actual, convolved(x, kernel, { ...steps, groups }));
      }),
      { numRuns: runs },
    );
  });
});

describe('conv2d', () => {
  it('with one kernel element is a product with a matrix at every place', () => {
    const x = tensorOf(whole([2, 3, 4, 5]));
    const matrix = tensorOf(whole([5, 6], 1));
    expect(conv2d(x, matrix.reshape([1, 1, 5, 6])).toArray()).toEqual(matmul(x, matrix).toArray());
  });

  it('takes one number for all axes or one for each', () => {
    const [x, kernel] = [zeros([1, 9, 9, 1]), zeros([2, 2, 1, 1])];
    expect(
      conv2d(x, kernel, {
        strides: [1, 4],
        dilation: [2, 3],
        padding: [
          [0, 1],
          [2, 0],
        ],
      }).shape,
    ).toEqual([1, 8, 2, 1]);
    expect(conv2d(x, kernel, { strides: 2, padding: 1 }).shape).toEqual([1, 5, 5, 1]);
  });

  it('of nothing is nothing, and sums over no channels are zero', () => {
    expect(conv2d(zeros([0, 5, 5, 2]), zeros([3, 3, 2, 4])).shape).toEqual([0, 3, 3, 4]);
    expect(conv2d(zeros([2, 5, 5, 2]), zeros([3, 3, 2, 0])).toArray()).toEqual(zeros([2, 3, 3, 0]).toArray());
    expect(flat(conv2d(zeros([1, 2, 2, 0]), zeros([2, 1, 0, 2])))).toEqual([0, 0, 0, 0]);
    expect(conv2d(zeros([1, 0, 3, 1]), zeros([3, 3, 1, 1]), { padding: 'same' }).shape).toEqual([1, 0, 3, 1]);
  });

  it('adds up in wrapping 32 bits for integers', () => {
    const x = tensor(Int32Array.of(2 ** 30, 2 ** 30), { shape: [1, 1, 2, 1] });
    expect(conv2d(x, tensor(Int32Array.of(2, 1), { shape: [1, 2, 1, 1] })).item()).toBe(-(2 ** 30));
  });

  it('says what does not fit', () => {
    const x = zeros([1, 5, 5, 4]);
    const kernel = zeros([3, 3, 4, 8]);
    expect(() => conv2d(zeros([5, 5, 4]), kernel)).toThrow(
      /conv2d: x needs the axes \[batch, height, width, channels\].*expandDims/,
    );
    expect(() => conv2d(x, zeros([3, 4, 8]))).toThrow(ShapeError);
    expect(() => conv2d(x, zeros([0, 3, 4, 8]))).toThrow(/none of the first 2 empty/);
    expect(() => conv2d(x, zeros([3, 3, 3, 8]))).toThrow(/4 channels.*is for 3\. .*channels \/ groups/);
    expect(() => conv2d(x, kernel, { groups: 2 })).toThrow(/is for 4 in each of 2 groups/);
    expect(() => conv2d(x, zeros([3, 3, 2, 7]), { groups: 2 })).toThrow(/7 filters .* no multiple of 2 groups/);
    expect(() => conv2d(x, kernel, { groups: 0 })).toThrow(ArgumentError);
    expect(() => conv2d(x, kernel, { strides: 0 })).toThrow(
      /strides is an integer of at least 1, or one for each of the 2 axes, got 0/,
    );
    expect(() => conv2d(x, kernel, { strides: [1, 2, 3] })).toThrow(/got \[1, 2, 3\]/);
    expect(() => conv2d(x, kernel, { dilation: 1.5 })).toThrow(ArgumentError);
    expect(() => conv2d(x, kernel, { padding: -1 })).toThrow(
      /conv2d: padding is 'valid', 'same', a non-negative integer or \[before, after\] for each of the 2 spatial axes, got -1/,
    );
    expect(() => conv2d(x, kernel, { padding: [[1, 1]] })).toThrow(ArgumentError);
    expect(() => conv2d(x, kernel, { padding: 'causal' } as object)).toThrow(ArgumentError);
    expect(() => conv1d(zeros([1, 3, 1]), zeros([2, 1, 1]), { padding: [1, 1] } as object)).toThrow(
      /'causal'.* got \[1,1\]/,
    );
    expect(() => conv2d(x, kernel, { stride: 2 } as object)).toThrow(/Did you mean "strides"/);
    expect(() => conv2d(x, zeros([6, 1, 4, 8]))).toThrow(
      /the kernel spans 6 elements \(6 with dilation 1\), but spatial axis 0 has 5\. Use padding/,
    );
    expect(() => conv2d(x, kernel, { dilation: 4, padding: 1 })).toThrow(/spans 9 elements .* has 7 with its padding/);
    expect(() => conv2d(x, zeros([3, 3, 4, 8], { dtype: 'float64' }))).toThrow(DTypeError);
    expect(() => conv2d(zeros([1, 5, 5, 4], { dtype: 'uint8' }), zeros([3, 3, 4, 8], { dtype: 'uint8' }))).toThrow(
      DTypeError,
    );
  });
});

describe('depthwise and separable convolutions', () => {
  it.each([
    { channels: 3, multiplier: 1 },
    { channels: 3, multiplier: 2 },
    { channels: 2, multiplier: 5 },
    { channels: 1, multiplier: 4 },
    { channels: 17, multiplier: 1 },
  ])('of $channels channels times $multiplier are as many convolutions side by side', ({ channels, multiplier }) => {
    const x = whole([2, 6, 5, channels]);
    const kernel = whole([3, 2, channels, multiplier], 1);
    const steps = { strides: [2, 1], dilations: [1, 2], low: [1, 1], high: [1, 1], groups: channels };
    const inGroups = { ...kernel, shape: [3, 2, 1, channels * multiplier] };
    const actual = depthwiseConv2d(tensorOf(x), tensorOf(kernel), { strides: [2, 1], dilation: [1, 2], padding: 1 });
    expectEqual(actual, convolved(x, inGroups, steps));
  });

  it('of sequences may be causal', () => {
    const x = tensor([
      [
        [1, 10],
        [2, 20],
        [3, 30],
      ],
    ]);
    const kernel = tensor([
      [[1], [1]],
      [[1], [-1]],
    ]);
    expect(depthwiseConv1d(x, kernel, { padding: 'causal' }).toArray()).toEqual([
      [
        [1, -10],
        [3, -10],
        [5, -10],
      ],
    ]);
  });

  it('of no channels are zero wide', () => {
    expect(depthwiseConv2d(zeros([1, 3, 3, 0]), zeros([2, 2, 0, 3])).shape).toEqual([1, 2, 2, 0]);
  });

  it('separate places and channels', () => {
    const x = tensorOf(whole([2, 5, 5, 3]));
    const [places, channels] = [tensorOf(whole([3, 3, 3, 2], 1)), tensorOf(whole([1, 1, 6, 4], 2))];
    const options = { strides: 2, padding: 'same' } as const;
    const expected = conv2d(depthwiseConv2d(x, places, options), channels).toArray();
    expect(separableConv2d(x, places, channels, options).toArray()).toEqual(expected);
    const sequence = separableConv1d(x.reshape([2, 25, 3]), places.reshape([9, 3, 2]), channels.reshape([1, 6, 4]), {
      padding: 'causal',
    });
    expect(sequence.shape).toEqual([2, 25, 4]);
  });

  it('say what does not fit', () => {
    const x = zeros([1, 5, 5, 4]);
    expect(() => depthwiseConv2d(x, zeros([3, 3, 3, 1]))).toThrow(/depthwiseConv2d: .* has 4 channels, .* is for 3/);
    expect(() => depthwiseConv2d(x, zeros([3, 3, 4, 1]), { groups: 4 } as object)).toThrow(ArgumentError);
    expect(() => separableConv2d(x, zeros([3, 3, 4, 2]), zeros([1, 1, 4, 8]))).toThrow(
      /separableConv2d: the pointwise kernel needs the shape \[1, 1, 8, filters\], got \[1, 1, 4, 8\]/,
    );
  });
});
