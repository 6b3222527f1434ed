import { checkOptions } from '@gradkit/core';
import type { Metric } from './metric.ts';
import { type CountOptions, type ThresholdState, thresholdMetric, thresholdOptions } from './threshold-counts.ts';

/**
 * The number of yeses that were predicted to be noes: misses.
 *
 * ```text
 * result = number of outputs with yTrue ≠ 0 and yPred ≤ threshold
 * ```
 *
 * Truth (0 or not 0) and prediction (a probability) have one shape, `[B]` or `[B, …]`; all outputs count. With weights, their
 * sum. The result is a float64 scalar, or a vector for a list of thresholds.
 *
 * @throws ShapeError when the shapes do not fit; DTypeError when predictions are not floats; ArgumentError when thresholds do
 * not ascend
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, falseNegatives } from '@gradkit/metrics';
 * const [truth, predictions] = [tensor([1, 1, 0, 0]), tensor([0.9, 0.2, 0.6, 0.7])];
 * console.log(computeMetric(falseNegatives(), truth, predictions).item()); // 1
 * ```
 */
export function falseNegatives(options: CountOptions = {}): Metric<ThresholdState> {
  checkOptions('falseNegatives', options, ['name', 'thresholds']);
  const { shown, ...metric } = thresholdOptions('falseNegatives', options);
  return thresholdMetric({ ...metric, direction: 'min', of: (counts) => shown(counts.falseNegatives) });
}
