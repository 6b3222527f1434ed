import { checkOptions, mul, square, sum } from '@gradkit/core';
import { checkFactor, type Regularizer } from './regularizer.ts';

/** Options of {@link l2}. */
export interface L2Options {
  /** Weight λ of the penalty, at least 0; default 0.01. */
  readonly l2?: number | undefined;
}

/**
 * The ridge penalty: holds large weights down and spreads their work over many small ones.
 *
 * ```text
 * penalty(w) = λ · Σw²      without a factor ½: the gradient is 2λ · w
 * ```
 *
 * A tensor of any shape in, a scalar out. A bare number is λ; 0.001 to 0.005 is usual. Under plain gradient descent it is
 * the same as weight decay, with a decay of `2λ`; under optimizers that rescale gradients, such as Adam, it is not.
 *
 * @throws ArgumentError when λ is negative or not finite
 * @see Krogh and Hertz, A simple weight decay can improve generalization, NIPS 1991
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { l2 } from '@gradkit/regularizers';
 * console.log(l2(0.5)(tensor([3, -4])).item()); // 12.5
 * ```
 */
export function l2(options: number | L2Options = {}): Regularizer {
  if (typeof options === 'number') return l2({ l2: options });
  checkOptions('l2', options, ['l2']);
  const { l2: factor = 0.01 } = options;
  checkFactor('l2', 'l2', factor);
  return (value) => mul(sum(square(value)), factor);
}
