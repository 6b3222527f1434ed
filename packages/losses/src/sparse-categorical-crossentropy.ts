import {
  add,
  arange,
  cast,
  checkOptions,
  div,
  equal,
  equalShapes,
  expandDims,
  formatShape,
  greaterEqual,
  less,
  logicalAnd,
  maximum,
  mean,
  mul,
  neg,
  notEqual,
  reshape,
  ShapeError,
  sum,
  type Tensor,
  where,
} from '@gradkit/core';
import { type CrossentropyOptions, crossentropyOptions, type Loss, reduceSamples } from './loss.ts';
import { logProbabilities } from './probabilities.ts';
import { checkPrediction } from './shapes.ts';

/** Options of {@link sparseCategoricalCrossentropy}. */
export interface SparseCategoricalCrossentropyOptions extends CrossentropyOptions {
  /** The label of samples that do not count, which need not be a class; default: none. */
  readonly ignoreClass?: number | undefined;
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
 * Predictions are `[B, …, C]`, labels `[B, …]` or `[B, …, 1]`, in any element type that holds integers. With
 * `reduction: 'none'` the result has the shape `[B, …]`. Samples labelled `ignoreClass` have value 0 and are left out
 * of the mean; when all are, the mean is 0.
 *
 * The values of labels are not known when the expression is built, so a label outside [0, C) cannot throw: the value of
 * its sample is NaN. `checkLabels` finds the culprit in the data.
 *
 * @throws ShapeError when labels and predictions do not fit; DTypeError when predictions are not floats; ArgumentError
 * when `labelSmoothing` is outside [0, 1]
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
  checkOptions(name, options, ['fromLogits', 'labelSmoothing', 'ignoreClass', 'reduction']);
  const { fromLogits, labelSmoothing, reduction } = crossentropyOptions(name, options);
  const { ignoreClass } = options;
  return (yTrue, yPred) => {
    checkPrediction(name, yPred);
    const labels = alignLabels(name, yTrue, yPred);
    const classes = yPred.shape.at(-1) as number;
    const logP = logProbabilities(yPred, -1, fromLogits);

    // A comparison with the class numbers instead of an indexed read: it joins the kernel that computes the rows.
    const isLabel = equal(expandDims(labels, -1), arange(0, classes, 1, { dtype: 'int32' }));
    const logLabel = sum(where(isLabel, logP, 0), { axis: -1 });
    const logLikelihood =
      labelSmoothing === 0
        ? logLabel
        : add(mul(logLabel, 1 - labelSmoothing), mul(mean(logP, { axis: -1 }), labelSmoothing));

    const isClass = logicalAnd(greaterEqual(labels, 0), less(labels, classes));
    const samples = where(isClass, neg(logLikelihood), Number.NaN);
    if (ignoreClass === undefined) return reduceSamples(samples, reduction);

    const counts = notEqual(labels, ignoreClass);
    const counted = where(counts, samples, 0);
    if (reduction !== 'mean') return reduceSamples(counted, reduction);
    return div(sum(counted), cast(maximum(sum(counts), 1), yPred.dtype));
  };
}

/** Labels as int32, with the shape of the predictions without classes. */
function alignLabels(where: string, yTrue: Tensor, yPred: Tensor): Tensor {
  const samples = yPred.shape.slice(0, -1);
  const classes = yPred.shape.at(-1) ?? 0;
  if (classes < 2) {
    throw new ShapeError(
      `${where}: a prediction of shape ${formatShape(yPred.shape)} has no classes to choose from. ` +
        'Use binaryCrossentropy() for one output.',
    );
  }
  if (!equalShapes(yTrue.shape, samples) && !equalShapes(yTrue.shape, [...samples, 1])) {
    const hint = equalShapes(yTrue.shape, yPred.shape)
      ? 'The truth has one number per class: use categoricalCrossentropy().'
      : `Labels must be ${formatShape(samples)} or ${formatShape([...samples, 1])}.`;
    throw new ShapeError(
      `${where}: labels ${formatShape(yTrue.shape)} do not fit predictions ${formatShape(yPred.shape)}. ${hint}`,
    );
  }
  return reshape(cast(yTrue, 'int32'), samples);
}
