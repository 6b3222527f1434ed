import { checkOptions } from '@gradkit/core';
import type { Initializer, SeedOption } from './initializer.ts';
import { varianceScaling } from './variance-scaling.ts';

/**
 * LeCun's uniform initializer, for layers followed by a unit of slope 1 at 0, such as tanh or SELU.
 *
 * U(−r, r) with `r = √(3 / fanIn)`, whose variance is `1 / fanIn`.
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
export function lecunUniform(options: SeedOption = {}): Initializer {
  checkOptions('lecunUniform', options, ['seed']);
  return varianceScaling({ ...options, mode: 'fanIn', distribution: 'uniform' });
}
