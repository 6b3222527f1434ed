import { checkOptions } from '@gradkit/core';
import type { Initializer } from './initializer.ts';
import { type ScaledOptions, scaledKeys, varianceScaling } from './variance-scaling.ts';

/**
 * LeCun's uniform initializer, for layers followed by a unit of slope 1 at 0, such as tanh or SELU.
 *
 * ```text
 * W ~ U(−r, r), r = √(3 / fanIn): variance 1 / fanIn
 * ```
 *
 * Shape in, a tensor of that shape out.
 * Also spelt `leCunUniform`.
 *
 * @see LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998
 * @example
 * ```ts
 * import { key } from '@gradkit/core';
 * import { lecunUniform } from '@gradkit/initializers';
 * console.log(lecunUniform()([784, 64], 'float32', key(1)).shape); // [784, 64]
 * ```
 */
export function lecunUniform(options: ScaledOptions = {}): Initializer {
  checkOptions('lecunUniform', options, scaledKeys);
  return varianceScaling({ ...options, mode: 'fanIn', distribution: 'uniform' });
}
