import { checkOptions } from '@gradkit/core';
import type { Initializer, SeedOption } from './initializer.ts';
import { varianceScaling } from './variance-scaling.ts';

/**
 * He's normal initializer, for layers followed by a rectified linear unit, which silences half of the signal.
 *
 * N(0, σ²) cut at ±2σ, scaled so that the variance after the cut is `2 / fanIn`.
 * Also called Kaiming: `kaimingNormal` is the same function.
 *
 * @see He, Zhang, Ren and Sun, Delving deep into rectifiers, ICCV 2015
 * @example
 * ```ts
 * import { key } from '@gradkit/core';
 * import { heNormal } from '@gradkit/initializers';
 * console.log(heNormal()([784, 64], 'float32', key(1)).shape); // [784, 64]
 * ```
 */
export function heNormal(options: SeedOption = {}): Initializer {
  checkOptions('heNormal', options, ['seed']);
  return varianceScaling({ ...options, scale: 2, mode: 'fanIn' });
}
