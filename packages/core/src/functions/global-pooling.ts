import { checkFlags, checkOptions, ShapeError } from '../errors.ts';
import { formatShape } from '../shape.ts';
import type { Tensor, TensorLike } from '../tensor.ts';
import { checkFloat, operand } from './operand.ts';
import { fold, type ReduceOptions } from './reductions.ts';
import { mean } from './statistics.ts';

/** Options of {@link globalMaxPool} and {@link globalAveragePool}. */
export interface GlobalPoolOptions {
  /** Whether spatial axes stay, with extent 1; default `false`. */
  readonly keepDims?: boolean | undefined;
}

/**
 * The largest element of every channel, over all axes between the first and the last: `[batch, …, channels] → [batch, channels]`.
 *
 * @throws ShapeError when there are no axes between, or nothing to choose from
 * @example
 * ```ts
 * import { arange, globalMaxPool } from '@gradkit/core';
 * console.log(globalMaxPool(arange(12).reshape([1, 2, 3, 2])).toArray()); // [[10, 11]]
 * ```
 */
export function globalMaxPool(x: TensorLike, options: GlobalPoolOptions = {}): Tensor {
  return fold('globalMaxPool', 'reduceMax', operand('globalMaxPool', x), between('globalMaxPool', x, options));
}

/**
 * The mean of every channel, over all axes between the first and the last: `[batch, …, channels] → [batch, channels]`.
 *
 * @throws ShapeError when there are no axes between; DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { arange, cast, globalAveragePool } from '@gradkit/core';
 * console.log(globalAveragePool(cast(arange(12), 'float32').reshape([1, 2, 3, 2])).toArray()); // [[5, 6]]
 * ```
 */
export function globalAveragePool(x: TensorLike, options: GlobalPoolOptions = {}): Tensor {
  checkFloat('globalAveragePool', operand('globalAveragePool', x).dtype);
  return mean(x, between('globalAveragePool', x, options));
}

/** The axes between the first and the last. */
function between(where: string, x: TensorLike, options: GlobalPoolOptions): ReduceOptions {
  checkOptions(where, options, ['keepDims']);
  const { keepDims = false } = options;
  checkFlags(where, { keepDims });
  const { shape } = operand(where, x);
  if (shape.length < 3) {
    throw new ShapeError(`${where}: x needs the axes [batch, …spatial, channels], got ${formatShape(shape)}.`);
  }
  return { axis: shape.map((_, i) => i).slice(1, -1), keepDims };
}
