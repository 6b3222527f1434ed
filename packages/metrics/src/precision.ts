import { add, checkOptions } from '@gradkit/core';
import type { Metric } from './metric.ts';
import { quotient } from './quotient.ts';
import { type ClassCountOptions, type ThresholdState, thresholdMetric, thresholdOptions } from './threshold-counts.ts';

/**
 * The share of predicted yeses that are right.
 *
 * ```text
 * precision = TP / (TP + FP)   and 0 where there are none
 * ```
 *
 * Truth (0 or not 0) and prediction (a probability) have one shape: `[B]`, or with one output per class or label `[B, …, C]`,
 * of which `classId` takes one. All outputs count together; with `topK: 1`, the largest of a sample is its yes. The result is a float64 scalar, or a vector for a list of
 * thresholds.
 *
 * @throws ShapeError when the shapes do not fit or there is no such class; DTypeError when predictions are not floats;
 * ArgumentError when thresholds do not ascend, or `classId` or `topK` are no such numbers
 * @see van Rijsbergen, Information Retrieval, 2nd ed., 1979, chapter 7
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, precision } from '@gradkit/metrics';
 * const [truth, predictions] = [tensor([1, 1, 0, 0]), tensor([0.9, 0.2, 0.6, 0.1])];
 * console.log(computeMetric(precision(), truth, predictions).item()); // 0.5
 * ```
 */
export function precision(options: ClassCountOptions = {}): Metric<ThresholdState> {
  checkOptions('precision', options, ['name', 'thresholds', 'classId', 'topK']);
  const { shown, ...metric } = thresholdOptions('precision', options);
  return thresholdMetric({
    ...metric,
    direction: 'max',
    of: ({ truePositives, falsePositives }) => shown(quotient(truePositives, add(truePositives, falsePositives))),
  });
}
