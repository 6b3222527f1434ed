import { checkOptions, equal, greater } from '@gradkit/core';
import { checkThreshold } from './check-number.ts';
import type { Metric } from './metric.ts';
import { alignTarget } from './shapes.ts';
import { type MeanState, streamingMean } from './streaming-mean.ts';

/** Options of {@link binaryAccuracy}. */
export interface BinaryAccuracyOptions {
  /** A prediction above it means yes; default 0.5. */
  readonly threshold?: number | undefined;
  /** Default `binaryAccuracy`. */
  readonly name?: string | undefined;
}

/**
 * The share of yes-or-no questions that are answered right, output by output.
 *
 * ```text
 * result = mean((yPred > threshold) = (yTrue > 0.5))
 * ```
 *
 * Truth and prediction have one shape; `[B]` counts as `[B, 1]`. `accuracy()` does the same where there is one output, and
 * chooses among classes where there are several. The result is a float64 scalar, NaN before the first sample.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { binaryAccuracy, computeMetric } from '@gradkit/metrics';
 * const [truth, predictions] = [tensor([[1, 0], [1, 1]]), tensor([[0.9, 0.2], [0.4, 0.6]])];
 * console.log(computeMetric(binaryAccuracy(), truth, predictions).item()); // 0.75
 * ```
 */
export function binaryAccuracy(options: BinaryAccuracyOptions = {}): Metric<MeanState> {
  checkOptions('binaryAccuracy', options, ['threshold', 'name']);
  const { threshold = 0.5, name = 'binaryAccuracy' } = options;
  checkThreshold('binaryAccuracy', threshold);
  return streamingMean({
    name,
    direction: 'max',
    values: (yTrue, yPred) => equal(greater(yPred, threshold), greater(alignTarget(name, yTrue, yPred), 0.5)),
  });
}
