import { checkOptions, equal } from '@gradkit/core';
import { predictedClasses, trueClasses } from './classes.ts';
import type { Metric } from './metric.ts';
import { type MeanState, streamingMean } from './streaming-mean.ts';

/** Options of {@link sparseCategoricalAccuracy}. */
export interface SparseCategoricalAccuracyOptions {
  /** Default `sparseCategoricalAccuracy`. */
  readonly name?: string | undefined;
}

/**
 * The share of samples whose largest output is that of the true class, with the truth as class ids.
 *
 * ```text
 * result = mean(argmax(yPred) = yTrue)
 * ```
 *
 * Predictions are `[B, …, C]`, probabilities or logits; the truth is class ids, `[B, …]` or `[B, …, 1]`. `accuracy()` takes both. Of
 * equal outputs the first counts. The result is a float64 scalar, NaN before the first sample.
 *
 * @throws ShapeError when the shapes do not fit; DTypeError when predictions are not floats
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, sparseCategoricalAccuracy } from '@gradkit/metrics';
 * const predictions = tensor([[0.3, 0.7], [0.4, 0.6]]);
 * console.log(computeMetric(sparseCategoricalAccuracy(), tensor([1, 0]), predictions).item()); // 0.5
 * ```
 */
export function sparseCategoricalAccuracy(options: SparseCategoricalAccuracyOptions = {}): Metric<MeanState> {
  checkOptions('sparseCategoricalAccuracy', options, ['name']);
  const { name = 'sparseCategoricalAccuracy' } = options;
  return streamingMean({
    name,
    direction: 'max',
    values: (yTrue, yPred) => equal(predictedClasses(name, yPred), trueClasses(name, yTrue, yPred)),
  });
}
