import { ArgumentError, checkOptions, uniform } from '@gradkit/core';
import { checkFinite, chooseKey, type Initializer, type SeedOption } from './initializer.ts';

/** Options of {@link randomUniform}. */
export interface RandomUniformOptions extends SeedOption {
  /** Lower bound; default −0.05. */
  readonly minval?: number | undefined;
  /** Upper bound, above `minval`; default 0.05. */
  readonly maxval?: number | undefined;
}

/**
 * Draws a weight from the uniform distribution between two bounds.
 *
 * ```text
 * W ~ U(minval, maxval): variance (maxval − minval)² / 12
 * ```
 *
 * Shape in, a tensor of that shape out.
 *
 * @throws ArgumentError when a bound is not finite or `minval ≥ maxval`
 * @example
 * ```ts
 * import { key } from '@gradkit/core';
 * import { randomUniform } from '@gradkit/initializers';
 * console.log(randomUniform({ minval: 0, maxval: 1 })([3], 'float32', key(1)).toArray());
 * ```
 */
export function randomUniform(options: RandomUniformOptions = {}): Initializer {
  checkOptions('randomUniform', options, ['minval', 'maxval', 'seed']);
  const { minval = -0.05, maxval = 0.05, seed } = options;
  checkFinite('randomUniform', { minval, maxval });
  if (minval >= maxval) {
    throw new ArgumentError(`randomUniform: minval must be below maxval, got ${minval} and ${maxval}.`);
  }
  return (shape, dtype, key) => uniform(chooseKey(seed, key), shape, { min: minval, max: maxval, dtype });
}
