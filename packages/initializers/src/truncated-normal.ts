import { truncatedNormal as drawTruncated } from '@gradkit/core';
import { chooseKey, type Initializer } from './initializer.ts';
import { normalOptions, type RandomNormalOptions } from './random-normal.ts';

/**
 * Draws a weight from a normal distribution without its tails.
 *
 * ```text
 * W ~ N(mean, stddev²) given that |W − mean| ≤ 2 · stddev
 * ```
 *
 * Shape in, a tensor of that shape out.
 * What remains varies less than the name says: its standard deviation is 0.8796 · `stddev`. `varianceScaling` corrects
 * for that, this function does not.
 *
 * @throws ArgumentError when an option is not finite or `stddev` is negative
 * @example
 * ```ts
 * import { abs, key, max } from '@gradkit/core';
 * import { truncatedNormal } from '@gradkit/initializers';
 * const kernel = truncatedNormal({ stddev: 1 })([100, 100], 'float32', key(1));
 * console.log(max(abs(kernel)).item() <= 2); // true
 * ```
 */
export function truncatedNormal(options: RandomNormalOptions = {}): Initializer {
  const { mean, stddev, seed } = normalOptions('truncatedNormal', options);
  return (shape, dtype, key) => drawTruncated(chooseKey(seed, key), shape, { mean, stddev, dtype });
}
