import { linspace, reshape, type Tensor } from '@gradkit/core';
import type { SurfaceFunction } from './surface-functions.ts';
import type { Window } from './window.ts';

/** The values of a function at the points of a grid that covers a window to its edges: row 0 at the lowest y. */
export function surfaceGrid(
  f: SurfaceFunction,
  { xRange, yRange }: Window,
  columns: number,
  rows: number,
): Float64Array {
  const axis = ([from, to]: readonly [number, number], count: number): Tensor =>
    linspace(from, to, count, { dtype: 'float64' });
  const values = f(reshape(axis(xRange, columns), [1, columns]), reshape(axis(yRange, rows), [rows, 1]));
  return Float64Array.from(values.dataSync());
}
