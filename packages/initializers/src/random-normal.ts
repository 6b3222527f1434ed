import { ArgumentError, checkOptions, normal } from '@gradkit/core';
import { checkFinite, chooseKey, type Initializer, type SeedOption } from './initializer.ts';

/** Options of {@link randomNormal} and {@link truncatedNormal}. */
export interface RandomNormalOptions extends SeedOption {
  /** Default 0. */
  readonly mean?: number | undefined;
  /** Standard deviation, at least 0; default 0.05. */
  readonly stddev?: number | undefined;
}

/**
 * Draws a weight from a normal distribution.
 *
 * ```text
 * W ~ N(mean, stddev²)
 * ```
 *
 * Shape in, a tensor of that shape out.
 * A fixed spread suits one width only: over ten layers the signal grows or dies with it, which `glorotNormal`,
 * `heNormal` and `lecunNormal` are made to prevent.
 *
 * @throws ArgumentError when an option is not finite or `stddev` is negative
 * @example
 * ```ts
 * import { key } from '@gradkit/core';
 * import { randomNormal } from '@gradkit/initializers';
 * console.log(randomNormal({ stddev: 0.01 })([784, 64], 'float32', key(1)).shape); // [784, 64]
 * ```
 */
export function randomNormal(options: RandomNormalOptions = {}): Initializer {
  const { mean, stddev, seed } = normalOptions('randomNormal', options);
  return (shape, dtype, key) => normal(chooseKey(seed, key), shape, { mean, stddev, dtype });
}

/** The options with their defaults, checked. */
export function normalOptions(
  where: string,
  options: RandomNormalOptions,
): { readonly mean: number; readonly stddev: number; readonly seed: number | undefined } {
  checkOptions(where, options, ['mean', 'stddev', 'seed']);
  const { mean = 0, stddev = 0.05, seed } = options;
  checkFinite(where, { mean, stddev });
  if (stddev < 0) throw new ArgumentError(`${where}: stddev must be at least 0, got ${stddev}.`);
  return { mean, stddev, seed };
}
