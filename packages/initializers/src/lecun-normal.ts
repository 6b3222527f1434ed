import { checkOptions } from '@gradkit/core';
import type { Initializer, SeedOption } from './initializer.ts';
import { varianceScaling } from './variance-scaling.ts';

/**
 * LeCun's normal initializer, for layers followed by a unit of slope 1 at 0, such as tanh or SELU.
 *
 * N(0, σ²) cut at ±2σ, scaled so that the variance after the cut is `1 / fanIn`.
 * Also spelt `leCunNormal`.
 *
 * @see LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998
 * @example
 * ```ts
 * import { key } from '@gradkit/core';
 * import { lecunNormal } from '@gradkit/initializers';
 * console.log(lecunNormal()([784, 64], 'float32', key(1)).shape); // [784, 64]
 * ```
 */
export function lecunNormal(options: SeedOption = {}): Initializer {
  checkOptions('lecunNormal', options, ['seed']);
  return varianceScaling({ ...options, mode: 'fanIn' });
}
