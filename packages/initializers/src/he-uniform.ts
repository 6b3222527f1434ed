import { checkOptions } from '@gradkit/core';
import type { Initializer, SeedOption } from './initializer.ts';
import { varianceScaling } from './variance-scaling.ts';

/**
 * He's uniform initializer, for layers followed by a rectified linear unit, which silences half of the signal.
 *
 * U(−r, r) with `r = √(6 / fanIn)`, whose variance is `2 / fanIn`.
 * Also called Kaiming: `kaimingUniform` is the same function.
 *
 * @see He, Zhang, Ren and Sun, Delving deep into rectifiers, ICCV 2015
 * @example
 * ```ts
 * import { key } from '@gradkit/core';
 * import { heUniform } from '@gradkit/initializers';
 * console.log(heUniform()([784, 64], 'float32', key(1)).shape); // [784, 64]
 * ```
 */
export function heUniform(options: SeedOption = {}): Initializer {
  checkOptions('heUniform', options, ['seed']);
  return varianceScaling({ ...options, scale: 2, mode: 'fanIn', distribution: 'uniform' });
}
