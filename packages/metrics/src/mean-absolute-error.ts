import { abs, checkOptions, sub } from '@gradkit/core';
import type { Metric } from './metric.ts';
import { alignTarget } from './shapes.ts';
import { type MeanState, streamingMean } from './streaming-mean.ts';

/** Options of {@link meanAbsoluteError}. */
export interface MeanAbsoluteErrorOptions {
  /** Default `meanAbsoluteError`. */
  readonly name?: string | undefined;
}

/**
 * The mean distance between truth and prediction, in the unit of the target.
 *
 * `result = mean(|yTrue − yPred|)` over all elements of all batches
 *
 * Truth and prediction have one shape; `[B]` counts as `[B, 1]`. The result is a float64 scalar.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, meanAbsoluteError } from '@gradkit/metrics';
 * console.log(computeMetric(meanAbsoluteError(), tensor([1, 2]), tensor([1, 4])).item()); // 1
 * ```
 */
export function meanAbsoluteError(options: MeanAbsoluteErrorOptions = {}): Metric<MeanState> {
  checkOptions('meanAbsoluteError', options, ['name']);
  const { name = 'meanAbsoluteError' } = options;
  return streamingMean({
    name,
    direction: 'min',
    values: (yTrue, yPred) => abs(sub(yPred, alignTarget('meanAbsoluteError', yTrue, yPred))),
  });
}
