import { ones as onesOf } from '@gradkit/core';
import type { Initializer } from './initializer.ts';

/**
 * Fills a weight with 1: the usual start of the scale of a normalisation.
 *
 * ```text
 * W = 1
 * ```
 *
 * Shape in, a tensor of that shape out.
 *
 * @example
 * ```ts
 * import { key } from '@gradkit/core';
 * import { ones } from '@gradkit/initializers';
 * console.log(ones()([2], 'float32', key(0)).toArray()); // [1, 1]
 * ```
 */
export function ones(): Initializer {
  return (shape, dtype) => onesOf(shape, { dtype });
}
