import { type Padding, type PerAxis, type Shape, ShapeError } from '@gradkit/core';
import { perAxis } from '../sizes.ts';

/** How a kernel slides over the spatial axes of its input. */
export interface SlidingOptions<P = Padding> {
  /** Elements of the kernel along the spatial axes: one number for all, or one for each. */
  readonly kernelSize: PerAxis;
  /** Elements from one position to the next, at least 1; default 1. */
  readonly strides?: PerAxis | undefined;
  /**
   * What is added around the input, as zeros. `'valid'`: nothing; `'same'`: as much as gives ⌈n / stride⌉ positions; or a
   * number for every side, or `[before, after]` for each axis. Default `'valid'`.
   */
  readonly padding?: P | undefined;
  /** Elements from one kernel element to the next, at least 1; default 1. */
  readonly dilationRate?: PerAxis | undefined;
}

/** The names of these options. */
export const slidingNames: readonly string[] = ['kernelSize', 'strides', 'padding', 'dilationRate'];

/** A sliding kernel as functions of core take it, and an input that is large enough for it. */
export interface Sliding<P> {
  readonly taps: readonly number[];
  readonly options: { readonly strides: number[]; readonly padding: P; readonly dilation: number[] };
  /** Spatial extents on which the kernel has one position: to try options before there is an input. */
  readonly reach: readonly number[];
}

/** Checks sizes. What padding may be, the function of core says. */
export function slidingOf<P>(
  where: string,
  rank: number,
  options: SlidingOptions<P> | undefined,
): Sliding<P | 'valid'> {
  const { kernelSize, strides = 1, padding = 'valid', dilationRate = 1 } = options ?? {};
  const taps = perAxis(where, 'kernelSize', kernelSize, rank);
  const dilation = perAxis(where, 'dilationRate', dilationRate, rank);
  return {
    taps,
    options: { strides: perAxis(where, 'strides', strides, rank), padding, dilation },
    reach: taps.map((count, i) => (count - 1) * (dilation[i] as number) + 1),
  };
}

/** The channels of an input; what else its shape must be, the function of core says. */
export function channelsOf(name: string, input: Shape): number {
  const channels = input.at(-1) ?? 1;
  if (channels === 0) throw new ShapeError(`${name}: the last axis of [${input.join(', ')}] holds no channels.`);
  return channels;
}
