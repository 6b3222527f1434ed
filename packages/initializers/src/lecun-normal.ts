import { checkOptions } from '@gradkit/core';
import type { Initializer } from './initializer.ts';
import { type ScaledOptions, scaledKeys, varianceScaling } from './variance-scaling.ts';

/**
 * LeCun's normal initializer, for layers followed by a unit of slope 1 at 0, such as tanh or SELU.
 *
 * ```text
 * W ~ N(0, σ²) cut at ±2σ, with variance 1 / fanIn after the cut
 * ```
 *
 * Shape in, a tensor of that shape out.
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
export function lecunNormal(options: ScaledOptions = {}): Initializer {
  checkOptions('lecunNormal', options, scaledKeys);
  return varianceScaling({ ...options, mode: 'fanIn' });
}
