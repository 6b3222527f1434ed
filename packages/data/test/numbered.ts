import type { Tensor } from '@gradkit/core';
import { type Dataset, dataset } from '@gradkit/data';

/** Samples that can be told apart: x is [10 i, 10 i + 1], y is i. */
export const numbered = (size: number): Dataset<'x' | 'y'> =>
  dataset({
    x: Array.from({ length: size }, (_, i) => [10 * i, 10 * i + 1]),
    y: Int32Array.from({ length: size }, (_, i) => i),
  });
/** Which samples these are. */
export const ids = (data: { readonly y: Tensor }): number[] => [...data.y.dataSync()];
/** The first numbers from 0 on. */
export const range = (size: number): number[] => Array.from({ length: size }, (_, i) => i);
