import {
  formatShape,
  max,
  mean,
  mul,
  type PerAxis,
  reshape,
  ShapeError,
  sum,
  type Tensor,
  take,
  tensor,
  where,
} from '@gradkit/core';
import { checkLayerOptions, type Layer, type LayerOptions } from '../layer.ts';
import { checkSpatial, perAxis } from '../sizes.ts';
import { createStateless } from '../stateless.ts';

/** Options of {@link adaptiveAveragePooling2d} and its like. */
export interface AdaptivePoolingOptions extends LayerOptions {
  /** Extents of the output, for all spatial axes or for each, at least 1. */
  readonly outputSize: PerAxis;
}

/**
 * Means of as many windows as are asked for, of sequences of any length.
 *
 * ```text
 * y[i, c] = mean of x[p, c] over ⌊i · n / m⌋ ≤ p < ⌈(i + 1) · n / m⌉     n steps in, m = outputSize out
 * ```
 *
 * `[batch, length, channels]` becomes `[batch, outputSize, channels]`. Windows overlap where the length is no multiple.
 *
 * @throws ArgumentError when `outputSize` is not a positive integer
 * @throws ShapeError when an input has other axes, or no steps
 * @see He, Zhang, Ren and Sun, Spatial pyramid pooling in deep convolutional networks for visual recognition, ECCV 2014
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { adaptiveAveragePooling1d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([adaptiveAveragePooling1d({ outputSize: 2 })]);
 * console.log(model.apply(tensor([[[1], [2], [6]]])).toArray()); // [[[1.5], [4]]]
 * ```
 */
export function adaptiveAveragePooling1d(options: AdaptivePoolingOptions): Layer {
  return adaptivePooling('adaptiveAveragePooling1d', 1, options, average);
}

/**
 * Means of as many windows as are asked for, of images of any size.
 *
 * ```text
 * y[i, j, c] = mean of x[p, q, c] over ⌊i · n / m⌋ ≤ p < ⌈(i + 1) · n / m⌉, and so along the other axis
 * ```
 *
 * `[batch, height, width, channels]` becomes `[batch, …outputSize, channels]`, where n elements become m. Windows overlap where an
 * extent is no multiple.
 *
 * @throws ArgumentError when `outputSize` is not a positive integer, or one for each axis
 * @throws ShapeError when an input has other axes, or no elements
 * @see He, Zhang, Ren and Sun, Spatial pyramid pooling in deep convolutional networks for visual recognition, ECCV 2014
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { adaptiveAveragePooling2d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([adaptiveAveragePooling2d({ outputSize: 7 })]);
 * console.log(model.apply(zeros([1, 30, 17, 8])).shape); // [1, 7, 7, 8]
 * ```
 */
export function adaptiveAveragePooling2d(options: AdaptivePoolingOptions): Layer {
  return adaptivePooling('adaptiveAveragePooling2d', 2, options, average);
}

/**
 * Means of as many windows as are asked for, of volumes of any size: {@link adaptiveAveragePooling2d} with one more axis.
 *
 * ```text
 * y[i, c] = mean of x[p, c] over ⌊i · n / m⌋ ≤ p < ⌈(i + 1) · n / m⌉     three indices each
 * ```
 *
 * `[batch, depth, height, width, channels]` becomes `[batch, …outputSize, channels]`.
 *
 * @throws ArgumentError when `outputSize` is not a positive integer, or one for each axis
 * @throws ShapeError when an input has other axes, or no elements
 * @see He, Zhang, Ren and Sun, Spatial pyramid pooling in deep convolutional networks for visual recognition, ECCV 2014
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { adaptiveAveragePooling3d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([adaptiveAveragePooling3d({ outputSize: [1, 2, 2] })]);
 * console.log(model.apply(zeros([1, 4, 5, 6, 2])).shape); // [1, 1, 2, 2, 2]
 * ```
 */
export function adaptiveAveragePooling3d(options: AdaptivePoolingOptions): Layer {
  return adaptivePooling('adaptiveAveragePooling3d', 3, options, average);
}

/**
 * Largest elements of as many windows as are asked for, of sequences of any length.
 *
 * ```text
 * y[i, c] = max of x[p, c] over ⌊i · n / m⌋ ≤ p < ⌈(i + 1) · n / m⌉     n steps in, m = outputSize out
 * ```
 *
 * `[batch, length, channels]` becomes `[batch, outputSize, channels]`.
 *
 * @throws ArgumentError when `outputSize` is not a positive integer
 * @throws ShapeError when an input has other axes, or no steps
 * @see He, Zhang, Ren and Sun, Spatial pyramid pooling in deep convolutional networks for visual recognition, ECCV 2014
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { adaptiveMaxPooling1d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([adaptiveMaxPooling1d({ outputSize: 2 })]);
 * console.log(model.apply(tensor([[[1], [2], [6]]])).toArray()); // [[[2], [6]]]
 * ```
 */
export function adaptiveMaxPooling1d(options: AdaptivePoolingOptions): Layer {
  return adaptivePooling('adaptiveMaxPooling1d', 1, options, largest);
}

/**
 * Largest elements of as many windows as are asked for, of images of any size.
 *
 * ```text
 * y[i, j, c] = max of x[p, q, c] over ⌊i · n / m⌋ ≤ p < ⌈(i + 1) · n / m⌉, and so along the other axis
 * ```
 *
 * `[batch, height, width, channels]` becomes `[batch, …outputSize, channels]`.
 *
 * @throws ArgumentError when `outputSize` is not a positive integer, or one for each axis
 * @throws ShapeError when an input has other axes, or no elements
 * @see He, Zhang, Ren and Sun, Spatial pyramid pooling in deep convolutional networks for visual recognition, ECCV 2014
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { adaptiveMaxPooling2d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([adaptiveMaxPooling2d({ outputSize: [4, 2] })]);
 * console.log(model.apply(zeros([1, 30, 17, 8])).shape); // [1, 4, 2, 8]
 * ```
 */
export function adaptiveMaxPooling2d(options: AdaptivePoolingOptions): Layer {
  return adaptivePooling('adaptiveMaxPooling2d', 2, options, largest);
}

/**
 * Largest elements of as many windows as are asked for, of volumes of any size: {@link adaptiveMaxPooling2d} with one more axis.
 *
 * ```text
 * y[i, c] = max of x[p, c] over ⌊i · n / m⌋ ≤ p < ⌈(i + 1) · n / m⌉     three indices each
 * ```
 *
 * `[batch, depth, height, width, channels]` becomes `[batch, …outputSize, channels]`.
 *
 * @throws ArgumentError when `outputSize` is not a positive integer, or one for each axis
 * @throws ShapeError when an input has other axes, or no elements
 * @see He, Zhang, Ren and Sun, Spatial pyramid pooling in deep convolutional networks for visual recognition, ECCV 2014
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { adaptiveMaxPooling3d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([adaptiveMaxPooling3d({ outputSize: 2 })]);
 * console.log(model.apply(zeros([1, 4, 5, 6, 2])).shape); // [1, 2, 2, 2, 2]
 * ```
 */
export function adaptiveMaxPooling3d(options: AdaptivePoolingOptions): Layer {
  return adaptivePooling('adaptiveMaxPooling3d', 3, options, largest);
}

/** What becomes of windows that lie in `tapAxis`; `counts` of their elements count, where they are not all equally many. */
type Fold = (windows: Tensor, tapAxis: number, counts?: readonly number[]) => Tensor;

function adaptivePooling(kind: string, rank: number, options: AdaptivePoolingOptions, fold: Fold): Layer {
  checkLayerOptions(kind, options, ['outputSize']);
  const size = perAxis(kind, 'outputSize', options?.outputSize, rank);
  return createStateless(kind, options, (x) => {
    checkSpatial(kind, x.shape, rank);
    if (x.shape.slice(1, -1).includes(0)) throw new ShapeError(`${kind}: ${formatShape(x.shape)} has an empty axis.`);
    // A window over several axes is one along each: means of means, since they have equally many elements.
    return size.reduce((y, positions, i) => foldAlong(y, i + 1, positions, fold), x);
  });
}

function foldAlong(x: Tensor, axis: number, positions: number, fold: Fold): Tensor {
  const extent = x.shape[axis] as number;
  if (extent % positions === 0) {
    const { shape } = x;
    const taps = extent / positions;
    return fold(reshape(x, [...shape.slice(0, axis), positions, taps, ...shape.slice(axis + 1)]), axis + 1);
  }
  const starts = Array.from({ length: positions }, (_, i) => Math.floor((i * extent) / positions));
  const counts = starts.map((start, i) => Math.ceil(((i + 1) * extent) / positions) - start);
  const taps = Math.max(...counts);
  // Shorter windows repeat their last element.
  const from = starts.map((start, i) =>
    Array.from({ length: taps }, (_, t) => start + Math.min(t, (counts[i] as number) - 1)),
  );
  return fold(take(x, from, { axis }), axis + 1, counts);
}

function largest(windows: Tensor, axis: number): Tensor {
  return max(windows, { axis });
}

function average(windows: Tensor, axis: number, counts?: readonly number[]): Tensor {
  if (counts === undefined) return mean(windows, { axis });
  const { shape } = windows;
  const trailing = shape.slice(axis + 1).map(() => 1);
  const taps = shape[axis] as number;
  const counted = tensor(counts.map((count) => Array.from({ length: taps }, (_, t) => t < count)));
  const total = sum(where(reshape(counted, [counts.length, taps, ...trailing]), windows, 0), { axis });
  const shares = tensor(
    counts.map((count) => 1 / count),
    { dtype: windows.dtype },
  );
  return mul(total, reshape(shares, [counts.length, ...trailing]));
}
