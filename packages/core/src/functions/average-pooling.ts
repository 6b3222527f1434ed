import { valueNode } from '../constant.ts';
import { dtypes } from '../dtype.ts';
import { checkFlags } from '../errors.ts';
import { literal, type Node, node } from '../graph.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { checkFloat, operand } from './operand.ts';
import { checkPooling, type PooledWindows, type PoolOptions, pooledWindows } from './pooled-windows.ts';

/** Options of {@link averagePool2d} and its like. */
export interface AveragePoolOptions extends PoolOptions {
  /** Whether what `padding` adds is part of the average, as zeros; default `false`. */
  readonly countIncludePadding?: boolean | undefined;
}

/**
 * The mean of every window of sequences, channel by channel; NaN for a window of padding alone.
 *
 * `[batch, length, channels] → [batch, positions, channels]`
 * @throws DTypeError unless the element type is float32 or float64; ShapeError when the axes or extents do not fit;
 * ArgumentError for options out of range
 * @example
 * ```ts
 * import { averagePool1d, tensor } from '@gradkit/core';
 * const x = tensor([3, 1, 4, 2]).reshape([1, 4, 1]);
 * console.log(averagePool1d(x, { size: 2 }).reshape([-1]).toArray()); // [2, 3]
 * ```
 */
export function averagePool1d(x: TensorLike, options: AveragePoolOptions): Tensor {
  return averagePool('averagePool1d', 1, x, options);
}

/**
 * The mean of every window of images, channel by channel; NaN for a window of padding alone.
 *
 * `[batch, height, width, channels] → [batch, …positions, channels]`, with as many positions as {@link maxPool2d} has.
 * @throws DTypeError unless the element type is float32 or float64; ShapeError when the axes or extents do not fit;
 * ArgumentError for options out of range
 * @example
 * ```ts
 * import { averagePool2d, ones } from '@gradkit/core';
 * const x = ones([1, 2, 2, 1]);
 * const corners = { size: 3, strides: 1, padding: 1 };
 * console.log(averagePool2d(x, corners).reshape([-1]).toArray()); // [1, 1, 1, 1]
 * console.log(averagePool2d(x.mul(9), { ...corners, countIncludePadding: true }).reshape([-1]).toArray()); // [4, 4, 4, 4]
 * ```
 */
export function averagePool2d(x: TensorLike, options: AveragePoolOptions): Tensor {
  return averagePool('averagePool2d', 2, x, options);
}

/**
 * The mean of every window of volumes, channel by channel; NaN for a window of padding alone.
 *
 * `[batch, depth, height, width, channels] → [batch, …positions, channels]`
 * @throws DTypeError unless the element type is float32 or float64; ShapeError when the axes or extents do not fit;
 * ArgumentError for options out of range
 * @example
 * ```ts
 * import { averagePool3d, ones } from '@gradkit/core';
 * console.log(averagePool3d(ones([1, 2, 2, 2, 1]), { size: 2 }).item()); // 1
 * ```
 */
export function averagePool3d(x: TensorLike, options: AveragePoolOptions): Tensor {
  return averagePool('averagePool3d', 3, x, options);
}

function averagePool(where: string, rank: number, x: TensorLike, options: AveragePoolOptions): Tensor {
  checkPooling(where, options, 'countIncludePadding');
  const { countIncludePadding = false } = options;
  checkFlags(where, { countIncludePadding });
  const from = operand(where, x);
  checkFloat(where, from.dtype);
  const windows = pooledWindows(where, rank, from, options, 0);
  const sums = node('reduceSum', [windows.views], { axes: windows.tapAxes });
  return new Tensor(node('div', [sums, countsOf(from, sums, windows, countIncludePadding)], {}));
}

/** How many elements of each window count, in the shape of the sums. */
function countsOf(x: Node, sums: Node, { sliding, margins }: PooledWindows, withMargins: boolean): Node {
  const { taps, strides, dilations } = sliding;
  const counts = taps.map((size, i) => {
    const [before, after] = [margins.low[i], margins.high[i]] as [number, number];
    const extent = x.shape[i + 1] as number;
    const [from, to] = withMargins ? [-before, extent + after] : [0, extent];
    return Array.from({ length: sums.shape[i + 1] as number }, (_, position) => {
      const start = position * (strides[i] as number) - before;
      const inside = Array.from({ length: size }, (_, t) => start + t * (dilations[i] as number));
      return inside.filter((at) => at >= from && at < to).length;
    });
  });
  const { dtype } = sums;
  const full = taps.reduce((a, b) => a * b, 1);
  if (counts.every((list, i) => list.every((count) => count === taps[i]))) return literal(full, dtype, sums.shape);
  const grid = counts.reduce((products, list) => products.flatMap((a) => list.map((b) => a * b)), [1]);
  const values = dtypes[dtype].allocate(grid.length);
  values.set(grid);
  const shape = sums.shape.slice(1, -1);
  return node('broadcast', [valueNode(values, shape, dtype)], { shape: sums.shape, axes: shape.map((_, i) => i + 1) });
}
