import { checkFlags, checkOptions } from '@gradkit/core';
import { elasticNet } from './elastic-net.ts';
import { checkFactor, type Regularizer } from './regularizer.ts';

/** Options of {@link l1l2}. */
export interface L1L2Options {
  /** Weight λ₁ of the sum of absolute values, at least 0; default 0. */
  readonly l1?: number | undefined;
  /** Weight λ₂ of the sum of squares, at least 0; default 0. */
  readonly l2?: number | undefined;
  /** Whether to act by a proximal step after every update, which reaches 0, instead of by the gradient; default `false`. */
  readonly proximal?: boolean | undefined;
}

/**
 * The elastic net: both penalties at once.
 *
 * ```text
 * penalty(w) = λ₁ · Σ|w| + λ₂ · Σw²
 * proximal(w, ρ) = sign(w) · max(|w| − ρλ₁, 0) / (1 + 2ρλ₂)      ρ: the learning rate
 * ```
 *
 * A tensor of any shape in, a scalar out. With `proximal` weights reach exactly 0, as for `l1`.
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
  checkOptions('l1l2', options, ['l1', 'l2', 'proximal']);
  const { l1: lambda1 = 0, l2: lambda2 = 0, proximal = false } = options;
  checkFactor('l1l2', 'l1', lambda1);
  checkFactor('l1l2', 'l2', lambda2);
  checkFlags('l1l2', { proximal });
  return elasticNet(lambda1, lambda2, proximal);
}
