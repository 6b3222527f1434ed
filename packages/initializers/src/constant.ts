import { full } from '@gradkit/core';
import { checkFinite, type Initializer } from './initializer.ts';

/**
 * Fills a weight with one value.
 *
 * ```text
 * W = value
 * ```
 *
 * Shape in, a tensor of that shape out.
 *
 * @throws ArgumentError when the value is not finite
 * @example
 * ```ts
 * import { key } from '@gradkit/core';
 * import { constant } from '@gradkit/initializers';
 * console.log(constant(0.1)([2], 'float64', key(0)).toArray()); // [0.1, 0.1]
 * ```
 */
export function constant(value: number): Initializer {
  checkFinite('constant', { value });
  return (shape, dtype) => full(shape, value, { dtype });
}
