import { mul, type Tensor } from '@gradkit/core';
import { elu } from './elu.ts';

/** λ and α of the paper: the pair for which mean 0 and variance 1 are a fixed point that attracts. */
const lambda = 1.0507009873554805;
const alpha = 1.6732632423543772;

/**
 * The scaled exponential linear unit, which brings a signal back to mean 0 and variance 1 from layer to layer.
 *
 * ```text
 * selu(x) = λ·x           where x > 0      λ = 1.0507009873554805
 *           λ·α·(eˣ − 1)  elsewhere        α = 1.6732632423543772
 * ```
 *
 * Any shape in, the same shape out. It normalises by itself only in plain stacks of dense layers that all use it, with
 * standardised inputs and `lecunNormal` weights, and without other means of regularisation than alpha dropout.
 *
 * @see Klambauer, Unterthiner, Mayr and Hochreiter, Self-normalizing neural networks, NIPS 2017
 * @example
 * ```ts
 * import { selu } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(selu(tensor([-1, 0, 1])).toArray()); // [-1.1113…, 0, 1.0507…]
 * ```
 */
export function selu(x: Tensor): Tensor {
  return mul(elu(x, { alpha }), lambda);
}
