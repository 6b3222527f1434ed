import fc from 'fast-check';
import type { CausalPadding } from '../../src/index.ts';
import { positions } from './convolution-by-hand.ts';

/** Channels and filters in as many groups: one, several, one channel or one filter in each. */
export const groupings = [
  { groups: 1, channels: 3, filters: 4 },
  { groups: 2, channels: 4, filters: 6 },
  { groups: 3, channels: 3, filters: 3 },
  { groups: 2, channels: 2, filters: 4 },
  { groups: 2, channels: 4, filters: 2 },
];

/** What each kind of padding adds to one axis, by its definition. */
export function margins(
  padding: CausalPadding,
  n: number,
  taps: number,
  stride: number,
  dilation: number,
): [number, number] {
  const reach = (taps - 1) * dilation + 1;
  if (padding === 'valid') return [0, 0];
  if (padding === 'causal') return [reach - 1, 0];
  if (typeof padding === 'number') return [padding, padding];
  if (padding !== 'same') return [...(padding[0] as readonly [number, number])];
  const needed = Math.max(0, (Math.ceil(n / stride) - 1) * stride + reach - n);
  return [Math.floor(needed / 2), needed - Math.floor(needed / 2)];
}

/** Everything that a convolution over `rank` axes may be given, where the kernel fits. */
export const anyConvolution = (rank: number) => {
  const each = (values: readonly number[]): fc.Arbitrary<number[]> =>
    fc.array(fc.constantFrom(...values), { minLength: rank, maxLength: rank });
  return fc
    .record({
      extents: each([1, 2, 3, 5, 6]),
      taps: each([1, 2, 3, 4]),
      strides: each([1, 2, 3]),
      dilations: each([1, 1, 2]),
      before: each([0, 1, 2]),
      after: each([0, 1, 3]),
      isSame: fc.boolean(),
      batch: fc.constantFrom(0, 1, 2),
      grouping: fc.constantFrom(...groupings),
      dtype: fc.constantFrom('float32', 'float64', 'int32'),
    })
    .map(({ before, after, isSame, ...own }) => {
      const all = own.extents.map((n, i) =>
        isSame
          ? margins('same', n, own.taps[i] as number, own.strides[i] as number, own.dilations[i] as number)
          : ([before[i], after[i]] as [number, number]),
      );
      return { ...own, isSame, margins: all, low: all.map(([n]) => n), high: all.map(([, n]) => n) };
    })
    .filter(({ extents, taps, strides, dilations, low, high }) =>
      extents.every(
        (n, i) =>
          positions(
            n,
            taps[i] as number,
            strides[i] as number,
            dilations[i] as number,
            low[i] as number,
            high[i] as number,
          ) > 0,
      ),
    );
};
