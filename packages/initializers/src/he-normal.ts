import { checkOptions } from '@gradkit/core';
import type { Initializer } from './initializer.ts';
import { type ScaledOptions, scaledKeys, varianceScaling } from './variance-scaling.ts';

/**
 * He's normal initializer, for layers followed by a rectified linear unit, which silences half of the signal.
 *
 * ```text
 * W ~ N(0, σ²) cut at ±2σ, with variance 2 / fanIn after the cut
 * ```
 *
 * Shape in, a tensor of that shape out.
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
export function heNormal(options: ScaledOptions = {}): Initializer {
  checkOptions('heNormal', options, scaledKeys);
  return varianceScaling({ ...options, scale: 2, mode: 'fanIn' });
}
