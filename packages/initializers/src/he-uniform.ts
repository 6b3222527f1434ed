import { checkOptions } from '@gradkit/core';
import type { Initializer } from './initializer.ts';
import { type ScaledOptions, scaledKeys, varianceScaling } from './variance-scaling.ts';

/**
 * He's uniform initializer, for layers followed by a rectified linear unit, which silences half of the signal.
 *
 * ```text
 * W ~ U(−r, r), r = √(6 / fanIn): variance 2 / fanIn
 * ```
 *
 * Shape in, a tensor of that shape out.
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
export function heUniform(options: ScaledOptions = {}): Initializer {
  checkOptions('heUniform', options, scaledKeys);
  return varianceScaling({ ...options, scale: 2, mode: 'fanIn', distribution: 'uniform' });
}
