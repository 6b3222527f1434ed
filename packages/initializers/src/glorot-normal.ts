import { checkOptions } from '@gradkit/core';
import type { Initializer } from './initializer.ts';
import { type ScaledOptions, scaledKeys, varianceScaling } from './variance-scaling.ts';

/**
 * Glorot's normal initializer, for layers followed by sigmoid, tanh or softmax.
 *
 * ```text
 * W ~ N(0, σ²) cut at ±2σ, with variance 2 / (fanIn + fanOut) after the cut
 * ```
 *
 * Shape in, a tensor of that shape out.
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
export function glorotNormal(options: ScaledOptions = {}): Initializer {
  checkOptions('glorotNormal', options, scaledKeys);
  return varianceScaling({ ...options, mode: 'fanAvg' });
}
