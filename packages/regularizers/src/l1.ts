import { checkFlags, checkOptions } from '@gradkit/core';
import { elasticNet } from './elastic-net.ts';
import { checkFactor, type Regularizer } from './regularizer.ts';

/** Options of {@link l1}. */
export interface L1Options {
  /** Weight λ of the penalty, at least 0; default 0.01. */
  readonly l1?: number | undefined;
  /** Whether to act by a proximal step after every update, which reaches 0, instead of by the gradient; default `false`. */
  readonly proximal?: boolean | undefined;
}

/**
 * The lasso penalty: drives unimportant weights towards 0.
 *
 * ```text
 * penalty(w) = λ · Σ|w|                            its gradient is λ · sign(w), 0 at 0
 * proximal(w, ρ) = sign(w) · max(|w| − ρλ, 0)      ρ: the learning rate
 * ```
 *
 * A tensor of any shape in, a scalar out. A bare number is λ; 0.001 to 0.005 is usual. Gradient steps make weights small but
 * rarely exactly 0: they jump back and forth over it. With `proximal` the optimizer, after every update, moves each weight
 * towards 0 by ρλ and stops there, so that what does not help is exactly 0; the penalty still counts in the loss, but has no
 * gradient. With `sgd` that is the method ISTA, whose result is that of the penalty. Optimizers that rescale gradients, such
 * as Adam, take steps of about ρ whatever the gradient: there only weights with λ near 1 would come to rest at 0.
 *
 * @throws ArgumentError when λ is negative or not finite
 * @see Tibshirani, Regression shrinkage and selection via the lasso, Journal of the Royal Statistical Society B 58, 1996;
 * the proximal step: Daubechies, Defrise and De Mol, An iterative thresholding algorithm for linear inverse problems with a
 * sparsity constraint, Communications on Pure and Applied Mathematics 57, 2004
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { l1 } from '@gradkit/regularizers';
 * console.log(l1(0.5)(tensor([3, -4])).item()); // 3.5
 * const sparse = l1({ l1: 0.5, proximal: true });
 * console.log(sparse.proximal?.(tensor([3, -4, 0.25]), tensor(1)).toArray()); // [2.5, -3.5, 0]
 * ```
 */
export function l1(options: number | L1Options = {}): Regularizer {
  if (typeof options === 'number') return l1({ l1: options });
  checkOptions('l1', options, ['l1', 'proximal']);
  const { l1: factor = 0.01, proximal = false } = options;
  checkFactor('l1', 'l1', factor);
  checkFlags('l1', { proximal });
  return elasticNet(factor, 0, proximal);
}
