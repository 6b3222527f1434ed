import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalize } from '../../../src/compile/canonical.ts';
import { type Plan, plan } from '../../../src/compile/compile.ts';
import type { DType, TypedArray } from '../../../src/dtype.ts';
import type { Node } from '../../../src/graph.ts';
import { add, conv2d, maximum, mul, slice, sum, Tensor } from '../../../src/index.ts';
import { reference } from '../../../src/reference/index.ts';
import { compile } from '../../../src/wasm/runtime.ts';
import { codedNode as node } from '../../codes.ts';
import { positions, tensorOf, whole } from '../../functions/convolution-by-hand.ts';
import { poisoned } from '../../random-graphs/poisoned.ts';
import { kinds } from '../../wasm/expect-product.ts';

const planOf = (...outputs: readonly Tensor[]): Plan =>
  plan(
    canonicalize(
      outputs.map((t) => t.node),
      new Map(),
    ),
    { fuse: true },
  );
const isInPlace = (t: Tensor): boolean => planOf(t).schedule.kernels.some((k) => k.contraction?.emit !== undefined);

/** Of whole numbers all sums are exact: whatever the order, the bits are those of the interpreter. */
function expectExact(...made: readonly Tensor[]): void {
  const exact = reference(made) as Float64Array[];
  for (const fused of kinds) {
    const outputs = made.map((t) => t.node);
    const got = poisoned(compile({ outputs, updates: new Map() }, { fused })).run([]) as TypedArray[];
    got.forEach((values, i) => {
      expect(Array.from(values, (v) => v + 0)).toEqual(Array.from(exact[i] as Float64Array, (v) => v + 0));
    });
  }
}

const anyCase = (rank: number) => {
  const each = (...values: number[]): fc.Arbitrary<number[]> =>
    fc.array(fc.constantFrom(...values), { minLength: rank, maxLength: rank });
  return fc
    .record({
      extents: each(3, 5, 6, 7),
      taps: each(1, 2, 3, 3, 4),
      strides: each(1, 1, 2, 3),
      dilations: each(1, 1, 2, 3),
      low: each(0, 1, 1, 2, 2, 5),
      high: each(0, 1, 3),
      images: fc.constantFrom(8, 9, 12, 13),
      channels: fc.constantFrom(8, 9, 12),
      filters: fc.constantFrom(8, 9, 20),
      dtype: fc.constantFrom<DType>('float32', 'float64', 'int32'),
    })
    .filter(({ extents, taps, strides, dilations, low, high }) =>
      extents.every((n, i) => {
        const of = (list: readonly number[]): number => list[i] as number;
        return positions(n, of(taps), of(strides), of(dilations), of(low), of(high)) > 0;
      }),
    );
};

const convolution = ({
  extents,
  taps,
  images,
  channels,
  filters,
  dtype,
  ...steps
}: {
  readonly [name in 'extents' | 'taps' | 'strides' | 'dilations' | 'low' | 'high']: readonly number[];
} & { readonly [name in 'images' | 'channels' | 'filters']: number } & { readonly dtype: DType }): Tensor => {
  const [x, kernel] = [whole([images, ...extents, channels]), whole([...taps, channels, filters], 1)];
  return new Tensor(
    node('conv', [tensorOf(x, dtype).node, tensorOf(kernel, dtype).node] as Node[], { ...steps, groups: 1 }),
  );
};

describe('convolutions of many images, read in place', () => {
  it.each([
    [1, 40],
    [2, 60],
    [3, 15],
  ])('are sums of products, over %i axes, with any steps and margins', (rank, numRuns) => {
    fc.assert(
      fc.property(anyCase(rank), (own) => expectExact(convolution(own))),
      { numRuns },
    );
    const each = (n: number): number[] => new Array<number>(rank).fill(n);
    for (const [stride, dilation, dtype] of [
      [1, 1, 'float32'],
      [2, 1, 'float64'],
      [1, 2, 'int32'],
      [2, 2, 'float32'],
    ] as const) {
      const steps = { taps: each(3), strides: each(stride), dilations: each(dilation), low: each(1), high: each(2) };
      const y = convolution({
        ...steps,
        extents: each(rank === 1 ? 50 : 7),
        images: 9,
        channels: 9,
        filters: 20,
        dtype,
      });
      expect(isInPlace(y)).toBe(true);
      expectExact(y);
    }
  });

  const images = (count: number, size: number, channels: number): Tensor =>
    tensorOf(whole([count, size, size, channels]));
  const kernel = (size: number, channels: number, filters: number): Tensor =>
    tensorOf(whole([size, size, channels, filters], 2));

  it('of numbers of images that leave a rest of any height, also more than stay in the cache', () => {
    for (const count of [8, 10, 11, 14, 17, 31, 32, 47, 48, 49, 55, 97]) {
      const y = conv2d(images(count, 7, 8), kernel(3, 8, 8), { padding: 'same' });
      expect(isInPlace(y)).toBe(true);
      expectExact(y);
    }
  });

  it('go on with bias, activation and sums of rows, and what they read is stored though it is cheap', () => {
    const [x, bias] = [images(9, 6, 12), tensorOf(whole([20], 3))];
    const y = maximum(add(conv2d(maximum(x, 0), kernel(3, 12, 20), { padding: 'same' }), bias), 0);
    expect(isInPlace(y)).toBe(true);
    expectExact(y, sum(y, { axis: 3 }));
    const twice = conv2d(mul(y, 2), kernel(2, 20, 9), { padding: 'same' });
    expectExact(twice);
  });

  it('of which only a part is used', () => {
    const y = conv2d(images(8, 9, 8), kernel(3, 8, 8), { padding: 'same' });
    const part = slice(y, [0, 2, 1, 0], [8, 9, 8, 8]);
    expect(isInPlace(part)).toBe(true);
    expectExact(part);
  });

  it('leave out what lies outside: no infinite kernel element makes a number there', () => {
    const weights = kernel(3, 8, 8).toArray() as number[][][][];
    (weights[0] as number[][][])[1] = (weights[0] as number[][][])[1]!.map((row) => row.map(() => Infinity));
    const k = new Tensor(tensorOf({ shape: [3, 3, 8, 8], values: weights.flat(3) }).node);
    const ones = tensorOf({ shape: [8, 6, 6, 8], values: new Float64Array(8 * 6 * 6 * 8).fill(1) });
    const y = conv2d(ones, k, { padding: 'same' }).dataSync();
    // The first row of pixels has nothing above it.
    expect(y.subarray(0, 6 * 8).every(Number.isFinite)).toBe(true);
    expect(y.subarray(6 * 8, 6 * 6 * 8).every((v) => v === Infinity)).toBe(true);
  });
});
