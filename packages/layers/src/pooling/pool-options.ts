import { type Padding, type PerAxis, type PoolOptions, type Tensor, zeros } from '@gradkit/core';
import { checkLayerOptions, type Layer, type LayerOptions } from '../layer.ts';
import { perAxis } from '../sizes.ts';
import { createStateless } from '../stateless.ts';

/** Options of {@link maxPooling2d}, {@link averagePooling2d} and their like. */
export interface PoolingOptions extends LayerOptions {
  /** Elements of a window, for all spatial axes or for each, at least 1; default 2. */
  readonly poolSize?: PerAxis | undefined;
  /** Elements from one window to the next, at least 1; default: the size, so that windows meet and do not overlap. */
  readonly strides?: PerAxis | undefined;
  /**
   * What is added around the input, to be ignored. `'valid'`: nothing; `'same'`: as much as gives ⌈n / stride⌉ windows; or a
   * number for every side, or `[before, after]` for each axis. Default `'valid'`.
   */
  readonly padding?: Padding | undefined;
}

/** A layer of windows, from the function of core that pools. */
export function createPooling(
  kind: string,
  rank: number,
  options: PoolingOptions,
  pool: (x: Tensor, options: PoolOptions) => Tensor,
): Layer {
  checkLayerOptions(kind, options, ['poolSize', 'strides', 'padding']);
  const { poolSize = 2, strides = poolSize, padding = 'valid' } = options;
  const size = perAxis(kind, 'poolSize', poolSize, rank);
  const windows = { size, strides: perAxis(kind, 'strides', strides, rank), padding };
  // What padding may be, the function says.
  pool(zeros([1, ...size, 1]), windows);
  return createStateless(kind, options, (x) => pool(x, windows));
}
