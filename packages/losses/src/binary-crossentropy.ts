import { checkOptions, type Tensor } from '@gradkit/core';
import { binaryLogLoss } from './binary-log-loss.ts';
import { createLoss } from './create-loss.ts';
import { type CrossentropyOptions, crossentropyOptions, smoothed } from './crossentropy-options.ts';
import type { Loss } from './loss.ts';
import { meanAlong } from './output-mean.ts';
import { alignTarget } from './shapes.ts';

/** Options of {@link binaryCrossentropy}. */
export interface BinaryCrossentropyOptions extends CrossentropyOptions {
  /** The axis that the questions of a sample lie along, negative from the end; default −1. */
  readonly axis?: number | undefined;
}

/**
 * The cross-entropy of yes-or-no questions: one output per question, or several independent ones per sample.
 *
 * ```text
 * loss = −mean(z · log p + (1 − z) · log(1 − p))
 * z = (1 − labelSmoothing) · yTrue + labelSmoothing / 2
 * p = sigmoid(yPred) with fromLogits, else yPred kept within [10⁻⁷, 1 − 10⁻⁷]
 * ```
 *
 * Truth (0 or 1, or a probability, of any element type) and prediction have one shape, `[B, …, N]`; `[B]` counts as
 * `[B, 1]`. The value of a sample is the mean over `axis`, its last; `reduction` joins them: `none` returns `[B, …]`.
 *
 * Prefer logits: no accuracy is lost at any size, and the gradient, `sigmoid(yPred) − z`, never vanishes for a wrong
 * answer. From probabilities it is 0 where the prediction is within 10⁻⁷ of 0 or 1.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats; ArgumentError when
 * `labelSmoothing` is outside [0, 1]
 * @see Cox, The Regression Analysis of Binary Sequences, Journal of the Royal Statistical Society B 20, 1958
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { binaryCrossentropy } from '@gradkit/losses';
 * const loss = binaryCrossentropy({ fromLogits: true });
 * console.log(loss(tensor([1, 0]), tensor([0, 0])).item()); // 0.6931…, log 2
 * ```
 */
export function binaryCrossentropy(options: BinaryCrossentropyOptions = {}): Loss {
  const name = 'binaryCrossentropy';
  checkOptions(name, options, ['fromLogits', 'labelSmoothing', 'axis', 'reduction']);
  const { fromLogits, labelSmoothing } = crossentropyOptions(name, options);
  const hint = 'Class ids and several outputs need sparseCategoricalCrossentropy().';
  const values = (yTrue: Tensor, yPred: Tensor): Tensor => {
    const target = alignTarget(name, yTrue, yPred, hint);
    const z = smoothed(target, labelSmoothing, 2);
    return meanAlong(name, binaryLogLoss(z, yPred, fromLogits), options.axis);
  };
  return createLoss(name, values, { reduction: options.reduction });
}
