import { checkOptions, equal } from '@gradkit/core';
import { largestClasses, predictedClasses } from './classes.ts';
import type { Metric } from './metric.ts';
import { type MeanState, streamingMean } from './streaming-mean.ts';

/** Options of {@link categoricalAccuracy}. */
export interface CategoricalAccuracyOptions {
  /** Default `categoricalAccuracy`. */
  readonly name?: string | undefined;
}

/**
 * The share of samples whose largest output is that of the true class, with the truth as one-hot rows.
 *
 * ```text
 * result = mean(argmax(yPred) = argmax(yTrue))
 * ```
 *
 * Predictions are `[B, …, C]`, probabilities or logits; the truth is one number per class, `[B, …, C]`. `accuracy()` takes both. Of
 * equal outputs the first counts. The result is a float64 scalar, NaN before the first sample.
 *
 * @throws ShapeError when the shapes do not fit; DTypeError when predictions are not floats
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { categoricalAccuracy, computeMetric } from '@gradkit/metrics';
 * const predictions = tensor([[0.3, 0.7], [0.4, 0.6]]);
 * console.log(computeMetric(categoricalAccuracy(), tensor([[0, 1], [1, 0]]), predictions).item()); // 0.5
 * ```
 */
export function categoricalAccuracy(options: CategoricalAccuracyOptions = {}): Metric<MeanState> {
  checkOptions('categoricalAccuracy', options, ['name']);
  const { name = 'categoricalAccuracy' } = options;
  return streamingMean({
    name,
    direction: 'max',
    values: (yTrue, yPred) => equal(predictedClasses(name, yPred), largestClasses(name, yTrue, yPred)),
  });
}
