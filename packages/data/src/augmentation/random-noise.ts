import { ArgumentError, add, describe, mul } from '@gradkit/core';
import { type Augmentation, imageExtents } from './augmentation.ts';
import { normalEach } from './sample-keys.ts';

/**
 * Adds noise with a normal distribution to every value.
 *
 * ```text
 * out = image + stddev · z,  z ~ N(0, 1)
 * ```
 *
 * [samples, height, width, channels] → the same. Labels stay right while the noise is small. Results are not limited to the
 * range of pixels, so that their mean stays. The layer `gaussianNoise` does the same inside of a model.
 *
 * @param stddev standard deviation of the noise, not negative
 * @throws ArgumentError when it is not a number of at least 0; ShapeError, DTypeError, when images come, unless they are
 * float32 with four axes
 * @see Bishop, Training with noise is equivalent to Tikhonov regularization, 1995
 * @example
 * ```ts
 * import { augment, randomNoise } from '@gradkit/data';
 * import { digits } from '@gradkit/data/digits';
 *
 * const noisy = digits({ image: true }).map(augment([randomNoise(0.05)], { seed: 3 }));
 * console.log(noisy.take(2).x.shape); // [2, 8, 8, 1]
 * ```
 */
export function randomNoise(stddev: number): Augmentation {
  if (!(Number.isFinite(stddev) && stddev >= 0)) {
    throw new ArgumentError(`randomNoise: stddev is a number of at least 0, got ${describe(stddev)}.`);
  }
  return (images, keys) => {
    const [, ...shape] = imageExtents('randomNoise', images);
    return add(images, mul(normalEach(keys, shape), stddev));
  };
}
