import { abs, add, div, type Tensor } from '@gradkit/core';

/**
 * An S-shaped unit like tanh whose tails are flat only as `1/x²`, so that it saturates slowly.
 *
 * ```text
 * softsign(x) = x / (1 + |x|)
 * ```
 *
 * Any shape in, the same shape out, between −1 and 1.
 *
 * @see Bergstra, Desjardins, Lamblin and Bengio, Quadratic polynomials learn better image features, Université de
 * Montréal, technical report 1337, 2009
 * @example
 * ```ts
 * import { softsign } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(softsign(tensor([-3, 0, 1])).toArray()); // [-0.75, 0, 0.5]
 * ```
 */
export function softsign(x: Tensor): Tensor {
  return div(x, add(abs(x), 1));
}
