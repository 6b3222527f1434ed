import { ArgumentError, add, checkOptions, describe, mean, mul, neg, notEqual, type Tensor } from '@gradkit/core';
import { createLoss } from './create-loss.ts';
import { type CrossentropyOptions, crossentropyOptions } from './crossentropy-options.ts';
import { alignLabels, unlessNoClass, valueOfLabel } from './label-values.ts';
import type { Loss, SampleValues } from './loss.ts';
import { logProbabilities } from './probabilities.ts';

/** Options of {@link sparseCategoricalCrossentropy}. */
export interface SparseCategoricalCrossentropyOptions extends CrossentropyOptions {
  /** The label of samples that do not count, which need not be a class; default: none. */
  readonly ignoreClass?: number | undefined;
  /** The axis of the classes in predictions, negative from the end; default −1. */
  readonly axis?: number | undefined;
}

/**
 * The cross-entropy of one choice among C classes, with the truth as class ids from 0 to C − 1.
 *
 * ```text
 * loss = −mean over samples of log p[yTrue]
 * p = softmax(yPred) with fromLogits, else yPred / Σ yPred kept within [10⁻⁷, 1 − 10⁻⁷]
 * with labelSmoothing s: −(1 − s) · log p[yTrue] − s / C · Σ_c log p_c
 * ```
 *
 * Predictions are `[B, …, C]`, or with `axis` have the classes elsewhere; labels have their shape without the classes,
 * `[B, …]` or `[B, …, 1]`, in any element type that holds integers. With `reduction: 'none'` the result has the shape of
 * the labels. Samples labelled `ignoreClass` have value 0 and are left out of means, as if masked; when all are, the mean
 * is 0.
 *
 * This is also the negative log-likelihood: log probabilities are logits, so `fromLogits` takes them as they are.
 *
 * The values of labels are not known when the expression is built, so a label outside [0, C) cannot throw: the value of
 * its sample is NaN. `checkLabels` finds the culprit in the data.
 *
 * @throws ShapeError when labels and predictions do not fit; DTypeError when predictions are not floats; ArgumentError
 * when `labelSmoothing` is outside [0, 1]
 * @see Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, Neurocomputing, 1990
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { sparseCategoricalCrossentropy } from '@gradkit/losses';
 * const loss = sparseCategoricalCrossentropy({ fromLogits: true });
 * console.log(loss(tensor([1], { dtype: 'int32' }), tensor([[0, 0]])).item()); // 0.6931…, log 2
 * ```
 */
export function sparseCategoricalCrossentropy(options: SparseCategoricalCrossentropyOptions = {}): Loss {
  const name = 'sparseCategoricalCrossentropy';
  checkOptions(name, options, ['fromLogits', 'labelSmoothing', 'ignoreClass', 'axis', 'reduction']);
  const { fromLogits, labelSmoothing } = crossentropyOptions(name, options);
  const { ignoreClass } = options;
  if (ignoreClass !== undefined && !Number.isInteger(ignoreClass)) {
    throw new ArgumentError(`${name}: ignoreClass is a label, an integer, got ${describe(ignoreClass)}.`);
  }
  const perSample = (yTrue: Tensor, yPred: Tensor): Tensor | SampleValues => {
    const labels = alignLabels(name, yTrue, yPred, options.axis);
    const { ids, axis } = labels;
    const logP = logProbabilities(yPred, axis, fromLogits);
    const logLabel = valueOfLabel(logP, labels);
    const logLikelihood =
      labelSmoothing === 0
        ? logLabel
        : add(mul(logLabel, 1 - labelSmoothing), mul(mean(logP, { axis }), labelSmoothing));
    const values = unlessNoClass(neg(logLikelihood), labels);
    return ignoreClass === undefined ? values : { values, mask: notEqual(ids, ignoreClass) };
  };
  return createLoss(name, perSample, { reduction: options.reduction });
}
