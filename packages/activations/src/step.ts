import { greater, lessEqual, stopGradient, type Tensor, where } from '@gradkit/core';

/**
 * The step of the first neural networks: a unit is on or off.
 *
 * ```text
 * step(x) = 1 where x > 0,  0 elsewhere
 * ```
 *
 * Any shape in, the same shape out. NaN stays NaN. The derivative is 0 everywhere, so nothing below a step learns by
 * gradients: it is here to show why its successors were needed.
 *
 * @see Rosenblatt, The perceptron: a probabilistic model for information storage and organization in the brain,
 * Psychological Review 65, 1958
 * @example
 * ```ts
 * import { step } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(step(tensor([-0.5, 0, 0.5])).toArray()); // [0, 0, 1]
 * ```
 */
export function step(x: Tensor): Tensor {
  const input = stopGradient(x);
  return where(greater(input, 0), 1, where(lessEqual(input, 0), 0, input));
}
