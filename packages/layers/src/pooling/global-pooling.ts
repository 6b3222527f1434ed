import {
  cast,
  checkFlags,
  div,
  expandDims,
  type GlobalPoolOptions,
  globalAveragePool,
  globalMaxPool,
  maximum,
  sum,
  type Tensor,
  where,
} from '@gradkit/core';
import { checkLayerOptions, type Layer, type LayerOptions } from '../layer.ts';
import { checkSpatial } from '../sizes.ts';
import { createStateless } from '../stateless.ts';

/** Options of {@link globalAveragePooling2d} and its like. */
export interface GlobalPoolingOptions extends LayerOptions {
  /** Whether spatial axes stay, with extent 1; default false. */
  readonly keepDims?: boolean | undefined;
}

/**
 * The mean of every channel of sequences, over those steps that the mask lets count.
 *
 * ```text
 * y[c] = (1 / count) Σₚ x[p, c]
 * ```
 *
 * `[batch, length, channels]` becomes `[batch, channels]`, or `[batch, 1, channels]` with `keepDims`. A sequence without a step that
 * counts gives 0.
 *
 * @throws ShapeError when an input has other axes
 * @see Lin, Chen and Yan, Network in network, ICLR 2014
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { globalAveragePooling1d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([globalAveragePooling1d()]);
 * console.log(model.apply(tensor([[[1, 10], [3, 30]]])).toArray()); // [[2, 20]]
 * ```
 */
export function globalAveragePooling1d(options: GlobalPoolingOptions = {}): Layer {
  return globalPooling('globalAveragePooling1d', 1, options, maskedAverage);
}

/**
 * The mean of every channel of images: what convolutions found, wherever it is, in place of a large dense layer.
 *
 * ```text
 * y[c] = (1 / (height · width)) Σₚ x[p, c]
 * ```
 *
 * `[batch, height, width, channels]` becomes `[batch, channels]`, or `[batch, 1, 1, channels]` with `keepDims`.
 *
 * @throws ShapeError when an input has other axes
 * @see Lin, Chen and Yan, Network in network, ICLR 2014
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { globalAveragePooling2d, sequential } from '@gradkit/layers';
 *
 * console.log(sequential([globalAveragePooling2d()]).apply(zeros([8, 7, 7, 64])).shape); // [8, 64]
 * ```
 */
export function globalAveragePooling2d(options: GlobalPoolingOptions = {}): Layer {
  return globalPooling('globalAveragePooling2d', 2, options, globalAveragePool);
}

/**
 * The mean of every channel of volumes: {@link globalAveragePooling2d} with one more axis.
 *
 * ```text
 * y[c] = (1 / (depth · height · width)) Σₚ x[p, c]
 * ```
 *
 * `[batch, depth, height, width, channels]` becomes `[batch, channels]`, or `[batch, 1, 1, 1, channels]` with `keepDims`.
 *
 * @throws ShapeError when an input has other axes
 * @see Lin, Chen and Yan, Network in network, ICLR 2014
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { globalAveragePooling3d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([globalAveragePooling3d({ keepDims: true })]);
 * console.log(model.apply(zeros([2, 3, 4, 5, 6])).shape); // [2, 1, 1, 1, 6]
 * ```
 */
export function globalAveragePooling3d(options: GlobalPoolingOptions = {}): Layer {
  return globalPooling('globalAveragePooling3d', 3, options, globalAveragePool);
}

/**
 * The largest element of every channel of sequences.
 *
 * ```text
 * y[c] = maxₚ x[p, c]
 * ```
 *
 * `[batch, length, channels]` becomes `[batch, channels]`, or `[batch, 1, channels]` with `keepDims`. As in Keras all steps count, whatever
 * a mask says.
 *
 * @throws ShapeError when an input has other axes, or no steps
 * @see Oquab, Bottou, Laptev and Sivic, Is object localization for free?, CVPR 2015
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { globalMaxPooling1d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([globalMaxPooling1d()]);
 * console.log(model.apply(tensor([[[1, 30], [3, 10]]])).toArray()); // [[3, 30]]
 * ```
 */
export function globalMaxPooling1d(options: GlobalPoolingOptions = {}): Layer {
  return globalPooling('globalMaxPooling1d', 1, options, globalMaxPool);
}

/**
 * The largest element of every channel of images.
 *
 * ```text
 * y[c] = maxₚ x[p, c]
 * ```
 *
 * `[batch, height, width, channels]` becomes `[batch, channels]`, or `[batch, 1, 1, channels]` with `keepDims`.
 *
 * @throws ShapeError when an input has other axes, or no elements
 * @see Oquab, Bottou, Laptev and Sivic, Is object localization for free?, CVPR 2015
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { globalMaxPooling2d, sequential } from '@gradkit/layers';
 *
 * console.log(sequential([globalMaxPooling2d()]).apply(zeros([8, 7, 7, 64])).shape); // [8, 64]
 * ```
 */
export function globalMaxPooling2d(options: GlobalPoolingOptions = {}): Layer {
  return globalPooling('globalMaxPooling2d', 2, options, globalMaxPool);
}

/**
 * The largest element of every channel of volumes: {@link globalMaxPooling2d} with one more axis.
 *
 * ```text
 * y[c] = maxₚ x[p, c]
 * ```
 *
 * `[batch, depth, height, width, channels]` becomes `[batch, channels]`, or `[batch, 1, 1, 1, channels]` with `keepDims`.
 *
 * @throws ShapeError when an input has other axes, or no elements
 * @see Oquab, Bottou, Laptev and Sivic, Is object localization for free?, CVPR 2015
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { globalMaxPooling3d, sequential } from '@gradkit/layers';
 *
 * console.log(sequential([globalMaxPooling3d()]).apply(zeros([2, 3, 4, 5, 6])).shape); // [2, 6]
 * ```
 */
export function globalMaxPooling3d(options: GlobalPoolingOptions = {}): Layer {
  return globalPooling('globalMaxPooling3d', 3, options, globalMaxPool);
}

function globalPooling(
  kind: string,
  rank: number,
  options: GlobalPoolingOptions,
  pool: (x: Tensor, options: GlobalPoolOptions, mask?: Tensor | undefined) => Tensor,
): Layer {
  checkLayerOptions(kind, options, ['keepDims']);
  const { keepDims = false } = options;
  checkFlags(kind, { keepDims });
  return createStateless(kind, options, (x, mask) => {
    checkSpatial(kind, x.shape, rank);
    return pool(x, { keepDims }, mask);
  });
}

function maskedAverage(x: Tensor, options: GlobalPoolOptions, mask: Tensor | undefined): Tensor {
  if (mask === undefined) return globalAveragePool(x, options);
  const counted = expandDims(mask, -1);
  const along = { axis: 1, keepDims: options.keepDims };
  return div(sum(where(counted, x, 0), along), maximum(sum(cast(counted, x.dtype), along), 1));
}
