import { ArgumentError, abs, checkOptions, describe, sub, type Tensor } from '@gradkit/core';
import type { Metric } from './metric.ts';
import { quotient } from './quotient.ts';
import { alignTarget } from './shapes.ts';
import { type MeanState, streamingMean } from './streaming-mean.ts';

/** Options of {@link meanRelativeError}. */
export interface MeanRelativeErrorOptions {
  /** What distances are divided by, in the shape of the truth; default: `|yTrue|`. */
  readonly normalizer?: ((yTrue: Tensor) => Tensor) | undefined;
  /** Default `meanRelativeError`. */
  readonly name?: string | undefined;
}

/**
 * The mean of distances, each as a share of the truth or of a scale of your own.
 *
 * ```text
 * result = mean(|yTrue − yPred| / normalizer(yTrue))   0 where the normalizer is 0
 * ```
 *
 * Truth and prediction have one shape; `[B]` counts as `[B, 1]`. The result is a float64 scalar, NaN before the first sample.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, meanRelativeError } from '@gradkit/metrics';
 * console.log(computeMetric(meanRelativeError(), tensor([2, 4]), tensor([1, 4])).item()); // 0.25
 * ```
 */
export function meanRelativeError(options: MeanRelativeErrorOptions = {}): Metric<MeanState> {
  checkOptions('meanRelativeError', options, ['normalizer', 'name']);
  const { normalizer = abs, name = 'meanRelativeError' } = options;
  if (typeof normalizer !== 'function') {
    throw new ArgumentError(
      `meanRelativeError: normalizer is a function of the truth, such as (yTrue) => abs(yTrue), got ${describe(normalizer)}.`,
    );
  }
  const values = (yTrue: Tensor, yPred: Tensor): Tensor => {
    const target = alignTarget(name, yTrue, yPred);
    return quotient(abs(sub(yPred, target)), normalizer(target));
  };
  return streamingMean({ name, direction: 'min', values });
}
