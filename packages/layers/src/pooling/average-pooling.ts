import { averagePool1d, averagePool2d, averagePool3d } from '@gradkit/core';
import type { Layer } from '../layer.ts';
import { createPooling, type PoolingOptions } from './pool-options.ts';

/**
 * The mean of every window of sequences, channel by channel.
 *
 * ```text
 * y[p, c] = (1 / count) Σₜ x[p · stride + t, c]     t < poolSize, padding not counted
 * ```
 *
 * `[batch, length, channels]` becomes `[batch, positions, channels]`, with as many positions as {@link maxPooling1d} has.
 *
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when an input has other axes, or is shorter than a window
 * @see LeCun, Bottou, Bengio and Haffner, Gradient-based learning applied to document recognition, Proc. IEEE 1998
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { averagePooling1d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([averagePooling1d({ poolSize: 2 })]);
 * console.log(model.apply(tensor([[[3], [1], [4], [2]]])).toArray()); // [[[2], [3]]]
 * ```
 */
export function averagePooling1d(options: PoolingOptions = {}): Layer {
  return createPooling('averagePooling1d', 1, options, averagePool1d);
}

/**
 * The mean of every window of images, channel by channel: halves both axes unless told otherwise.
 *
 * ```text
 * y[p, q, c] = (1 / count) Σₛₜ x[p · stride + s, q · stride + t, c]     s, t < poolSize, padding not counted
 * ```
 *
 * `[batch, height, width, channels]` becomes `[batch, …positions, channels]`, with as many positions as {@link maxPooling2d} has.
 *
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when an input has other axes, or is smaller than a window
 * @see LeCun, Bottou, Bengio and Haffner, Gradient-based learning applied to document recognition, Proc. IEEE 1998
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { averagePooling2d, sequential } from '@gradkit/layers';
 *
 * console.log(sequential([averagePooling2d()]).apply(zeros([8, 28, 28, 16])).shape); // [8, 14, 14, 16]
 * ```
 */
export function averagePooling2d(options: PoolingOptions = {}): Layer {
  return createPooling('averagePooling2d', 2, options, averagePool2d);
}

/**
 * The mean of every window of volumes, channel by channel: {@link averagePooling2d} with one more axis.
 *
 * ```text
 * y[p, c] = (1 / count) Σₜ x[p · stride + t, c]     p, t: three indices each, padding not counted
 * ```
 *
 * `[batch, depth, height, width, channels]` becomes `[batch, …positions, channels]`.
 *
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when an input has other axes, or is smaller than a window
 * @see LeCun, Bottou, Bengio and Haffner, Gradient-based learning applied to document recognition, Proc. IEEE 1998
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { averagePooling3d, sequential } from '@gradkit/layers';
 *
 * console.log(sequential([averagePooling3d()]).apply(zeros([1, 4, 8, 8, 2])).shape); // [1, 2, 4, 4, 2]
 * ```
 */
export function averagePooling3d(options: PoolingOptions = {}): Layer {
  return createPooling('averagePooling3d', 3, options, averagePool3d);
}
