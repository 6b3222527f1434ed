import { checkOptions } from '@gradkit/core';
import type { Initializer, SeedOption } from './initializer.ts';
import { varianceScaling } from './variance-scaling.ts';

/**
 * Glorot's normal initializer, for layers followed by sigmoid, tanh or softmax.
 *
 * N(0, σ²) cut at ±2σ, scaled so that the variance after the cut is `2 / (fanIn + fanOut)`.
 * Also called Xavier. Some texts give that name to the variance `1 / fanIn`, which is `lecunNormal`.
 *
 * @see Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010
 * @example
 * ```ts
 * import { key } from '@gradkit/core';
 * import { glorotNormal } from '@gradkit/initializers';
 * console.log(glorotNormal()([784, 64], 'float32', key(1)).shape); // [784, 64]
 * ```
 */
export function glorotNormal(options: SeedOption = {}): Initializer {
  checkOptions('glorotNormal', options, ['seed']);
  return varianceScaling({ ...options, mode: 'fanAvg' });
}
