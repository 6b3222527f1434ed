import { checkOptions } from '@gradkit/core';
import type { Initializer } from './initializer.ts';
import { type ScaledOptions, scaledKeys, varianceScaling } from './variance-scaling.ts';

/**
 * Glorot's uniform initializer, for layers followed by sigmoid, tanh or softmax.
 *
 * ```text
 * W ~ U(−r, r), r = √(6 / (fanIn + fanOut)): variance 2 / (fanIn + fanOut)
 * ```
 *
 * Shape in, a tensor of that shape out.
 * Also called Xavier. Some texts give that name to the variance `1 / fanIn`, which is `lecunUniform`.
 *
 * @see Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010
 * @example
 * ```ts
 * import { key } from '@gradkit/core';
 * import { glorotUniform } from '@gradkit/initializers';
 * console.log(glorotUniform()([784, 64], 'float32', key(1)).shape); // [784, 64]
 * ```
 */
export function glorotUniform(options: ScaledOptions = {}): Initializer {
  checkOptions('glorotUniform', options, scaledKeys);
  return varianceScaling({ ...options, mode: 'fanAvg', distribution: 'uniform' });
}
