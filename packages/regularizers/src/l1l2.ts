import { abs, add, checkOptions, mul, square, sum } from '@gradkit/core';
import { l1 } from './l1.ts';
import { l2 } from './l2.ts';
import { checkFactor, type Regularizer } from './regularizer.ts';

/** Options of {@link l1l2}. */
export interface L1L2Options {
  /** Weight λ₁ of the sum of absolute values, at least 0; default 0. */
  readonly l1?: number | undefined;
  /** Weight λ₂ of the sum of squares, at least 0; default 0. */
  readonly l2?: number | undefined;
}

/**
 * The elastic net: both penalties at once.
 *
 * `penalty(w) = λ₁ · Σ|w| + λ₂ · Σw²`
 *
 * A tensor of any shape in, a scalar out.
 *
 * @throws ArgumentError when a weight is negative or not finite
 * @see Zou and Hastie, Regularization and variable selection via the elastic net, Journal of the Royal Statistical
 * Society B 67, 2005
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { l1l2 } from '@gradkit/regularizers';
 * console.log(l1l2({ l1: 1, l2: 0.5 })(tensor([3, -4])).item()); // 19.5
 * ```
 */
export function l1l2(options: L1L2Options = {}): Regularizer {
  checkOptions('l1l2', options, ['l1', 'l2']);
  const { l1: lambda1 = 0, l2: lambda2 = 0 } = options;
  checkFactor('l1l2', 'l1', lambda1);
  checkFactor('l1l2', 'l2', lambda2);
  if (lambda2 === 0) return l1(lambda1);
  if (lambda1 === 0) return l2(lambda2);
  return (value) => sum(add(mul(abs(value), lambda1), mul(square(value), lambda2)));
}
