import { zeros as zerosOf } from '@gradkit/core';
import type { Initializer } from './initializer.ts';

/**
 * Fills a weight with 0: the usual start of a bias. A kernel of zeros makes all units of a layer equal for ever.
 *
 * ```text
 * W = 0
 * ```
 *
 * Shape in, a tensor of that shape out.
 *
 * @example
 * ```ts
 * import { key } from '@gradkit/core';
 * import { zeros } from '@gradkit/initializers';
 * console.log(zeros()([2], 'float32', key(0)).toArray()); // [0, 0]
 * ```
 */
export function zeros(): Initializer {
  return (shape, dtype) => zerosOf(shape, { dtype });
}
