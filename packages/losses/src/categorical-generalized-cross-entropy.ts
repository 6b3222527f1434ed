import {
  ArgumentError,
  checkFlags,
  checkOptions,
  clip,
  describe,
  div,
  expm1,
  log,
  logSoftmax,
  mul,
  neg,
  type Tensor,
} from '@gradkit/core';
import { createLoss } from './create-loss.ts';
import { alignLabels, unlessNoClass, valueOfLabel } from './label-values.ts';
import type { Loss, LossOptions } from './loss.ts';
import { epsilon } from './probabilities.ts';

/** Options of {@link categoricalGeneralizedCrossEntropy}. */
export interface CategoricalGeneralizedCrossEntropyOptions extends LossOptions {
  /** Between the cross-entropy (towards 0) and the absolute error (towards 1), both excluded; default 0.5. */
  readonly q?: number | undefined;
  /** Whether predictions are logits, of any sign, instead of probabilities; default `false`. */
  readonly fromLogits?: boolean | undefined;
}

/**
 * A cross-entropy that forgives labels it cannot explain, for data in which some labels are wrong.
 *
 * ```text
 * loss = mean over samples of (1 − p[yTrue]^q) / q
 * p = softmax(yPred) with fromLogits, else yPred kept above 10⁻⁷
 * ```
 *
 * Predictions are `[B, …, C]`, labels are class ids `[B, …]` or `[B, …, 1]`; `reduction: 'none'` returns `[B, …]`. It is
 * at most `1 / q`. A label that is no class has value NaN.
 *
 * @throws ShapeError when labels and predictions do not fit; DTypeError when predictions are not floats; ArgumentError
 * when `q` is not between 0 and 1
 * @see Zhang and Sabuncu, Generalized Cross Entropy Loss for Training Deep Neural Networks with Noisy Labels, 2018
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { categoricalGeneralizedCrossEntropy } from '@gradkit/losses';
 * const loss = categoricalGeneralizedCrossEntropy();
 * console.log(loss(tensor([0]), tensor([[0.25, 0.75]])).item()); // 1
 * ```
 */
export function categoricalGeneralizedCrossEntropy(options: CategoricalGeneralizedCrossEntropyOptions = {}): Loss {
  const name = 'categoricalGeneralizedCrossEntropy';
  checkOptions(name, options, ['q', 'fromLogits', 'reduction']);
  const { q = 0.5, fromLogits = false, reduction } = options;
  checkFlags(name, { fromLogits });
  if (!(typeof q === 'number' && q > 0 && q < 1))
    throw new ArgumentError(`${name}: q is between 0 and 1, both excluded, got ${describe(q)}.`);
  const values = (yTrue: Tensor, yPred: Tensor): Tensor => {
    const labels = alignLabels(name, yTrue, yPred);
    const logP = fromLogits ? logSoftmax(yPred) : log(clip(yPred, epsilon, undefined));
    return unlessNoClass(div(neg(expm1(mul(valueOfLabel(logP, labels), q))), q), labels);
  };
  return createLoss(name, values, { reduction });
}
