import { ArgumentError, checkOptions, describe, expm1, lessEqual, mul, type Tensor, where } from '@gradkit/core';

/** Options of {@link elu}. */
export interface EluOptions {
  /** The unit falls to −alpha; default 1, where it is smooth. */
  readonly alpha?: number | undefined;
}

/**
 * The exponential linear unit: below zero it falls smoothly to a floor, which brings the mean output nearer to 0 and leaves
 * no unit dead.
 *
 * ```text
 * elu(x) = x               where x > 0
 *          alpha·(eˣ − 1)  elsewhere
 * ```
 *
 * Any shape in, the same shape out. The floor is −alpha. At 0 the derivative is alpha.
 *
 * @throws ArgumentError when `alpha` is not finite
 * @see Clevert, Unterthiner and Hochreiter, Fast and accurate deep network learning by exponential linear units, ICLR 2016
 * @example
 * ```ts
 * import { elu } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(elu(tensor([-100, 0, 2]), { alpha: 0.5 }).toArray()); // [-0.5, 0, 2]
 * ```
 */
export function elu(x: Tensor, options: EluOptions = {}): Tensor {
  checkOptions('elu', options, ['alpha']);
  const { alpha = 1 } = options;
  if (!Number.isFinite(alpha)) throw new ArgumentError(`elu: alpha must be a finite number, got ${describe(alpha)}.`);
  const closed = lessEqual(x, 0);
  // The exponential never sees what is positive, where it would overflow and its slope with it.
  return where(closed, mul(expm1(where(closed, x, 0)), alpha), x);
}
