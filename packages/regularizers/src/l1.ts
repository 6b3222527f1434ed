import { abs, checkOptions, mul, sum } from '@gradkit/core';
import { checkFactor, type Regularizer } from './regularizer.ts';

/** Options of {@link l1}. */
export interface L1Options {
  /** Weight λ of the penalty, at least 0; default 0.01. */
  readonly l1?: number | undefined;
}

/**
 * The lasso penalty: drives unimportant weights towards 0.
 *
 * `penalty(w) = λ · Σ|w|`, with the gradient `λ · sign(w)`
 *
 * A tensor of any shape in, a scalar out. A bare number is λ; 0.001 to 0.005 is usual. Plain gradient steps make weights
 * small but rarely exactly 0.
 *
 * @throws ArgumentError when λ is negative or not finite
 * @see Tibshirani, Regression shrinkage and selection via the lasso, Journal of the Royal Statistical Society B 58, 1996
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { l1 } from '@gradkit/regularizers';
 * console.log(l1(0.5)(tensor([3, -4])).item()); // 3.5
 * ```
 */
export function l1(options: number | L1Options = {}): Regularizer {
  if (typeof options === 'number') return l1({ l1: options });
  checkOptions('l1', options, ['l1']);
  const { l1: factor = 0.01 } = options;
  checkFactor('l1', 'l1', factor);
  return (value) => mul(sum(abs(value)), factor);
}
