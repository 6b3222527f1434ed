import { maxPool1d, maxPool2d, maxPool3d } from '@gradkit/core';
import type { Layer } from '../layer.ts';
import { createPooling, type PoolingOptions } from './pool-options.ts';

/**
 * The largest element of every window of sequences, channel by channel.
 *
 * ```text
 * y[p, c] = maxₜ x[p · stride + t, c]     t < poolSize
 * ```
 *
 * `[batch, length, channels]` becomes `[batch, positions, channels]`, with `⌊(length − poolSize) / stride⌋ + 1` positions, and
 * `⌈length / stride⌉` with `padding: 'same'`. Equal largest elements share the derivative.
 *
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when an input has other axes, or is shorter than a window
 * @see Zhou and Chellappa, Computation of optical flow using a neural network, ICNN 1988
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { maxPooling1d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([maxPooling1d({ poolSize: 2 })]);
 * console.log(model.apply(tensor([[[3], [1], [4], [1]]])).toArray()); // [[[3], [4]]]
 * ```
 */
export function maxPooling1d(options: PoolingOptions = {}): Layer {
  return createPooling('maxPooling1d', 1, options, maxPool1d);
}

/**
 * The largest element of every window of images, channel by channel: halves both axes unless told otherwise.
 *
 * ```text
 * y[p, q, c] = maxₛₜ x[p · stride + s, q · stride + t, c]     s, t < poolSize
 * ```
 *
 * `[batch, height, width, channels]` becomes `[batch, …positions, channels]`, with `⌊(n − poolSize) / stride⌋ + 1` positions along an
 * axis of n elements, and `⌈n / stride⌉` with `padding: 'same'`. Equal largest elements share the derivative.
 *
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when an input has other axes, or is smaller than a window
 * @see Zhou and Chellappa, Computation of optical flow using a neural network, ICNN 1988
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { maxPooling2d, sequential } from '@gradkit/layers';
 *
 * console.log(sequential([maxPooling2d()]).apply(zeros([8, 28, 28, 16])).shape); // [8, 14, 14, 16]
 * ```
 */
export function maxPooling2d(options: PoolingOptions = {}): Layer {
  return createPooling('maxPooling2d', 2, options, maxPool2d);
}

/**
 * The largest element of every window of volumes, channel by channel: {@link maxPooling2d} with one more axis.
 *
 * ```text
 * y[p, c] = maxₜ x[p · stride + t, c]     p, t: three indices each
 * ```
 *
 * `[batch, depth, height, width, channels]` becomes `[batch, …positions, channels]`.
 *
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when an input has other axes, or is smaller than a window
 * @see Zhou and Chellappa, Computation of optical flow using a neural network, ICNN 1988
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { maxPooling3d, sequential } from '@gradkit/layers';
 *
 * console.log(sequential([maxPooling3d({ poolSize: [1, 2, 2] })]).apply(zeros([1, 5, 8, 8, 2])).shape); // [1, 5, 4, 4, 2]
 * ```
 */
export function maxPooling3d(options: PoolingOptions = {}): Layer {
  return createPooling('maxPooling3d', 3, options, maxPool3d);
}
