import type { Frame } from '../brought/convolution/axes.ts';
import { positionsOf, reachOf, type Steps } from '../brought/convolution/windows.ts';
import { ArgumentError, describe, ShapeError } from '../errors.ts';
import type { Node } from '../graph.ts';
import { formatShape } from '../shape.ts';

/** A number for all spatial axes, or one for each. */
export type PerAxis = number | readonly number[];

/**
 * Elements added around the spatial axes. `'valid'`: none, views lie inside; `'same'`: as many as give ⌈n / stride⌉
 * positions, an odd one after the end, as TensorFlow does; or a number for every side, or `[before, after]` for each axis.
 */
export type Padding = 'valid' | 'same' | number | readonly (readonly [before: number, after: number])[];

/** Padding of one axis that is a time: `'causal'` adds elements before the start only, so that nothing sees what follows. */
export type CausalPadding = Padding | 'causal';

/** Views that slide over spatial axes: their elements, and how they step. */
export interface Sliding extends Steps {
  readonly taps: readonly number[];
}

const axisNames = ['depth', 'height', 'width'];

/** The names of spatial axes, for messages: `[batch, height, width, channels]`. */
function layout(rank: number, before: readonly string[], after: readonly string[]): string {
  const spatial = rank === 1 ? ['length'] : axisNames.slice(3 - rank);
  return `[${[...before, ...spatial, ...after].join(', ')}]`;
}

/** Throws unless `x` has a batch axis, `rank` spatial axes and a channel axis. */
export function checkImage(where: string, { shape }: Node, rank: number): void {
  if (shape.length === rank + 2) return;
  const hint = shape.length === rank + 1 ? ' Add the batch with expandDims(x, 0).' : '';
  const wanted = layout(rank, ['batch'], ['channels']);
  throw new ShapeError(`${where}: x needs the axes ${wanted}, got ${formatShape(shape)}.${hint}`);
}

/** Throws unless a kernel has `rank` axes of at least one element, and two more. */
export function checkKernel(where: string, { shape }: Node, rank: number, last: readonly [string, string]): void {
  if (shape.length === rank + 2 && shape.slice(0, rank).every((taps) => taps > 0)) return;
  throw new ShapeError(
    `${where}: the kernel needs the axes ${layout(rank, [], last)}, none of the first ${rank} empty, got ${formatShape(shape)}.`,
  );
}

/** An option as one number for each spatial axis. */
export function perAxis(where: string, name: string, value: PerAxis, rank: number, least = 1): number[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : Array<unknown>(rank).fill(value);
  if (list.length === rank && list.every((n) => Number.isInteger(n) && (n as number) >= least)) {
    return list as number[];
  }
  const got = Array.isArray(value) ? `[${value.map(String).join(', ')}]` : describe(value);
  const wanted = rank === 1 ? '' : `, or one for each of the ${rank} axes`;
  throw new ArgumentError(`${where}: ${name} is an integer of at least ${least}${wanted}, got ${got}.`);
}

/** The margins that an option means, for an input of these spatial extents. */
export function marginsOf(
  where: string,
  padding: Padding,
  extents: readonly number[],
  { taps, strides, dilations }: Sliding,
  names?: string,
): Frame {
  const none = extents.map(() => 0);
  if (padding === 'valid') return { low: none, high: none };
  if (padding !== 'same') return explicitMargins(where, padding, extents.length, names);
  const total = extents.map((n, i) => {
    const [count, stride, dilation] = [taps[i], strides[i], dilations[i]] as [number, number, number];
    return Math.max(0, (Math.ceil(n / stride) - 1) * stride + reachOf(count, dilation) - n);
  });
  return { low: total.map((n) => Math.floor(n / 2)), high: total.map((n) => Math.ceil(n / 2)) };
}

/** The margins that numbers mean. */
export function explicitMargins(where: string, padding: Padding, rank: number, names = "'valid', 'same'"): Frame {
  const isWidth = (n: unknown): n is number => Number.isInteger(n) && (n as number) >= 0;
  if (isWidth(padding)) {
    const same = Array<number>(rank).fill(padding);
    return { low: same, high: same };
  }
  const isPair = (pair: unknown): boolean => Array.isArray(pair) && pair.length === 2 && pair.every(isWidth);
  if (Array.isArray(padding) && padding.length === rank && padding.every(isPair)) {
    const pairs = padding as readonly (readonly [number, number])[];
    return { low: pairs.map(([before]) => before), high: pairs.map(([, after]) => after) };
  }
  throw new ArgumentError(
    `${where}: padding is ${names}, a non-negative integer or [before, after] for each of the ${rank} spatial axes, got ` +
      `${Array.isArray(padding) ? JSON.stringify(padding) : describe(padding)}.`,
  );
}

/** Throws where no view fits, unless there is nothing to view. */
export function checkFits(
  where: string,
  what: string,
  extents: readonly number[],
  { low, high }: Frame,
  { taps, strides, dilations }: Sliding,
): void {
  extents.forEach((n, i) => {
    const full = n + (low[i] as number) + (high[i] as number);
    const [count, stride, dilation] = [taps[i], strides[i], dilations[i]] as [number, number, number];
    if (positionsOf(full, count, stride, dilation) > 0) return;
    throw new ShapeError(
      `${where}: the ${what} spans ${reachOf(count, dilation)} elements (${count} with dilation ${dilation}), but spatial axis ${i} ` +
        `has ${full}${full === n ? '' : ' with its padding'}. Use padding 'same', or a smaller ${what}.`,
    );
  });
}
