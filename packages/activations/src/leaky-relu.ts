import { ArgumentError, checkOptions, lessEqual, mul, type Tensor, where } from '@gradkit/core';

/** Options of {@link leakyRelu}: the slope, under either of its names. */
export interface LeakyReluOptions {
  /** Slope below zero; default 0.3. Above 1 is allowed. */
  readonly negativeSlope?: number | undefined;
  /** Another name for `negativeSlope`. */
  readonly alpha?: number | undefined;
}

/**
 * A rectified linear unit that never closes completely, so that its gradient never vanishes.
 *
 * ```text
 * leakyRelu(x) = x                  where x > 0
 *                negativeSlope · x  elsewhere
 * ```
 *
 * Any shape in, the same shape out. The slope has no agreed default (0.01 in the paper, 0.1, 0.2 and 0.3 elsewhere):
 * write it down. The common form `max(negativeSlope · x, x)` is the same function only for slopes up to 1.
 *
 * @throws ArgumentError when the slope is not finite or is given twice
 * @see Maas, Hannun and Ng, Rectifier nonlinearities improve neural network acoustic models, ICML 2013
 * @example
 * ```ts
 * import { leakyRelu } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(leakyRelu(tensor([-2, 0, 3]), { negativeSlope: 0.5 }).toArray()); // [-1, 0, 3]
 * ```
 */
export function leakyRelu(x: Tensor, options: LeakyReluOptions = {}): Tensor {
  checkOptions('leakyRelu', options, ['negativeSlope', 'alpha']);
  const { negativeSlope, alpha } = options;
  const slope = negativeSlope ?? alpha ?? 0.3;
  if (!Number.isFinite(slope)) throw new ArgumentError(`leakyRelu: negativeSlope must be finite, got ${slope}.`);
  if (negativeSlope !== undefined && alpha !== undefined) {
    throw new ArgumentError('leakyRelu: alpha is another name for negativeSlope. Give one of them.');
  }
  return where(lessEqual(x, 0), mul(x, slope), x);
}
