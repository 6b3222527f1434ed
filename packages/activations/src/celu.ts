import { ArgumentError, checkOptions, describe, mul, type Tensor } from '@gradkit/core';
import { elu } from './elu.ts';

/** Options of {@link celu}. */
export interface CeluOptions {
  /** The unit falls to −alpha, the more slowly the larger it is; above 0, default 1. */
  readonly alpha?: number | undefined;
}

/**
 * The exponential linear unit stretched along both axes, so that its slope at 0 is 1 whatever the floor.
 *
 * ```text
 * celu(x) = x                   where x > 0
 *           alpha·(e^(x/alpha) − 1)  elsewhere
 * ```
 *
 * Any shape in, the same shape out. For `alpha` 1 it is `elu`.
 *
 * @throws ArgumentError when `alpha` is not a finite number above 0
 * @see Barron, Continuously differentiable exponential linear units, 2017
 * @example
 * ```ts
 * import { celu } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(celu(tensor([-100, 0, 2]), { alpha: 0.5 }).toArray()); // [-0.5, 0, 2]
 * ```
 */
export function celu(x: Tensor, options: CeluOptions = {}): Tensor {
  checkOptions('celu', options, ['alpha']);
  const { alpha = 1 } = options;
  if (!(alpha > 0 && alpha < Infinity)) {
    throw new ArgumentError(`celu: alpha must be a finite number above 0, got ${describe(alpha)}.`);
  }
  return mul(elu(mul(x, 1 / alpha)), alpha);
}
