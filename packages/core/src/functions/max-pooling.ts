import { dtypes } from '../dtype.ts';
import { node } from '../graph.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { operand } from './operand.ts';
import { checkPooling, type PoolOptions, pooledWindows } from './pooled-windows.ts';

/**
 * The largest element of every window of sequences, channel by channel; NaN if there is one.
 *
 * `[batch, length, channels] → [batch, positions, channels]`. Equal largest elements share the derivative.
 * @throws ShapeError when the axes or extents do not fit; ArgumentError for options out of range
 * @example
 * ```ts
 * import { maxPool1d, tensor } from '@gradkit/core';
 * const x = tensor([3, 1, 4, 1, 5]).reshape([1, 5, 1]);
 * console.log(maxPool1d(x, { size: 2 }).reshape([-1]).toArray()); // [3, 4]
 * console.log(maxPool1d(x, { size: 3, strides: 1 }).reshape([-1]).toArray()); // [4, 4, 5]
 * ```
 */
export function maxPool1d(x: TensorLike, options: PoolOptions): Tensor {
  return maxPool('maxPool1d', 1, x, options);
}

/**
 * The largest element of every window of images, channel by channel; NaN if there is one.
 *
 * `[batch, height, width, channels] → [batch, …positions, channels]`, where there are `⌊(n + padding − (size − 1) · dilation − 1) /
 * stride⌋ + 1` positions along an axis, with `padding: 'same'` `⌈n / stride⌉`. Equal largest elements share the derivative.
 * @throws ShapeError when the axes or extents do not fit; ArgumentError for options out of range
 * @example
 * ```ts
 * import { maxPool2d, zeros } from '@gradkit/core';
 * console.log(maxPool2d(zeros([32, 28, 28, 8]), { size: 2 }).shape); // [32, 14, 14, 8]
 * console.log(maxPool2d(zeros([1, 7, 7, 8]), { size: 3, strides: 2, padding: 'same' }).shape); // [1, 4, 4, 8]
 * ```
 */
export function maxPool2d(x: TensorLike, options: PoolOptions): Tensor {
  return maxPool('maxPool2d', 2, x, options);
}

/**
 * The largest element of every window of volumes, channel by channel; NaN if there is one.
 *
 * `[batch, depth, height, width, channels] → [batch, …positions, channels]`. Equal largest elements share the derivative.
 * @throws ShapeError when the axes or extents do not fit; ArgumentError for options out of range
 * @example
 * ```ts
 * import { maxPool3d, zeros } from '@gradkit/core';
 * console.log(maxPool3d(zeros([1, 4, 4, 4, 2]), { size: [1, 2, 2] }).shape); // [1, 4, 2, 2, 2]
 * ```
 */
export function maxPool3d(x: TensorLike, options: PoolOptions): Tensor {
  return maxPool('maxPool3d', 3, x, options);
}

function maxPool(where: string, rank: number, x: TensorLike, options: PoolOptions): Tensor {
  checkPooling(where, options);
  const from = operand(where, x);
  const { views, tapAxes } = pooledWindows(where, rank, from, options, dtypes[from.dtype].lowest);
  return new Tensor(node('reduceMax', [views], { axes: tapAxes }));
}
