import { checkRate } from '../check-rate.ts';
import { checkLayerOptions, type Layer } from '../layer.ts';
import { checkSpatial } from '../sizes.ts';
import { createNoise, type RandomLayerOptions } from './create-noise.ts';
import { drop } from './dropout.ts';

/** Options of {@link spatialDropout2d} and its like. */
export interface SpatialDropoutOptions extends RandomLayerOptions {
  /** The share of channels that is dropped: at least 0, less than 1. */
  readonly rate: number;
}

/**
 * Dropout of whole channels of sequences: neighbouring steps are alike, and one that is dropped alone is hardly missed.
 *
 * ```text
 * training   y[:, c] = 0 with probability rate, else x[:, c] / (1 − rate), of every sample
 * otherwise  y = x
 * ```
 *
 * `[batch, length, channels]`; the shape stays.
 *
 * @throws ArgumentError when `rate` is outside [0, 1)
 * @throws ShapeError when an input has other axes
 * @see Tompson, Goroshin, Jain, LeCun and Bregler, Efficient object localization using convolutional networks, CVPR 2015
 * @example
 * ```ts
 * import { ones } from '@gradkit/core';
 * import { sequential, spatialDropout1d } from '@gradkit/layers';
 *
 * const model = sequential([spatialDropout1d({ rate: 0.5 })], { seed: 1 });
 * console.log(model.apply(ones([1, 3, 4]), { training: true }).toArray()); // columns of zeros and of twos
 * ```
 */
export function spatialDropout1d(options: SpatialDropoutOptions): Layer {
  return spatialDropout('spatialDropout1d', 1, options);
}

/**
 * Dropout of whole channels of images: neighbouring pixels are alike, and one that is dropped alone is hardly missed.
 *
 * ```text
 * training   y[:, :, c] = 0 with probability rate, else x[:, :, c] / (1 − rate), of every sample
 * otherwise  y = x
 * ```
 *
 * `[batch, height, width, channels]`; the shape stays.
 *
 * @throws ArgumentError when `rate` is outside [0, 1)
 * @throws ShapeError when an input has other axes
 * @see Tompson, Goroshin, Jain, LeCun and Bregler, Efficient object localization using convolutional networks, CVPR 2015
 * @example
 * ```ts
 * import { ones } from '@gradkit/core';
 * import { sequential, spatialDropout2d } from '@gradkit/layers';
 *
 * const model = sequential([spatialDropout2d({ rate: 0.5 })], { seed: 1 });
 * console.log(model.apply(ones([1, 2, 2, 4]), { training: true }).toArray()); // four times the same channels
 * ```
 */
export function spatialDropout2d(options: SpatialDropoutOptions): Layer {
  return spatialDropout('spatialDropout2d', 2, options);
}

/**
 * Dropout of whole channels of volumes: {@link spatialDropout2d} with one more axis.
 *
 * ```text
 * training   y[:, :, :, c] = 0 with probability rate, else x[:, :, :, c] / (1 − rate), of every sample
 * otherwise  y = x
 * ```
 *
 * `[batch, depth, height, width, channels]`; the shape stays.
 *
 * @throws ArgumentError when `rate` is outside [0, 1)
 * @throws ShapeError when an input has other axes
 * @see Tompson, Goroshin, Jain, LeCun and Bregler, Efficient object localization using convolutional networks, CVPR 2015
 * @example
 * ```ts
 * import { ones } from '@gradkit/core';
 * import { sequential, spatialDropout3d } from '@gradkit/layers';
 *
 * const model = sequential([spatialDropout3d({ rate: 0.25 })], { seed: 1 });
 * console.log(model.apply(ones([1, 2, 2, 2, 4]), { training: true }).shape); // [1, 2, 2, 2, 4]
 * ```
 */
export function spatialDropout3d(options: SpatialDropoutOptions): Layer {
  return spatialDropout('spatialDropout3d', 3, options);
}

function spatialDropout(kind: string, rank: number, options: SpatialDropoutOptions): Layer {
  checkLayerOptions(kind, options, ['rate', 'seed']);
  const { rate } = options ?? {};
  checkRate(kind, 'rate', rate);
  return createNoise(kind, options, {
    active: rate > 0,
    check: (name, shape) => checkSpatial(name, shape, rank),
    disturb(x, key) {
      const shape = x.shape.map((extent, axis) => (axis === 0 || axis === rank + 1 ? extent : 1));
      return drop(x, key, rate, shape);
    },
  });
}
