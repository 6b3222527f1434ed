import { arange, arraySplit, type Tensor } from '@gradkit/core';

/** `start`, `start + step`, … before `stop`, as Python's `range`. */
export function range(start: number, stop: number, step: number): number[] {
  return Array.from({ length: Math.max(0, Math.ceil((stop - start) / step)) }, (_, i) => start + i * step);
}

/** The numbers 0, 1, … along one axis of a shape, as int32 with extent 1 along the others. */
export function counting(shape: readonly number[], axis: number): Tensor {
  const extent = shape[axis] as number;
  return arange(0, extent, 1, { dtype: 'int32' }).reshape(shape.map((_, i) => (i === axis ? extent : 1)));
}

/** How far apart neighbours along each axis lie in row-major order. */
export function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, extent) => product * extent, 1));
}

/** Parts of given extents, one after the other along an axis. */
export function partsOf(x: Tensor, extents: readonly number[], axis: number): Tensor[] {
  const ends = extents.map((_, i) => extents.slice(0, i + 1).reduce((sum, extent) => sum + extent, 0));
  return arraySplit(x, ends.slice(0, -1), { axis });
}
