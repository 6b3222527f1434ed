import { checkOptions } from '@gradkit/core';
import { type F1ScoreOptions, type ScoreState, scoreMetric } from './f-beta-score.ts';
import type { Metric } from './metric.ts';

/**
 * The harmonic mean of precision and recall, of each class: `fBetaScore` with β = 1.
 *
 * ```text
 * F₁ = 2 · precision · recall / (precision + recall) = 2 TP / (2 TP + FN + FP)
 * ```
 *
 * Predictions are `[B, …, C]`, the truth one number per class of 0 or 1 in the same shape; one output, `[B]` or `[B, 1]`, is
 * one class. A class without a yes in truth or prediction has the score 0. The result is a float64 scalar, or with
 * `average: 'none'` a vector.
 *
 * @throws ShapeError when the shapes do not fit the classes; DTypeError when predictions are not floats; ArgumentError when
 * an option is out of range
 * @see van Rijsbergen, Information Retrieval, 2nd ed., 1979, chapter 7
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, f1Score } from '@gradkit/metrics';
 * const truth = tensor([[1, 0, 0], [0, 1, 0], [0, 1, 0]]);
 * const predictions = tensor([[0.7, 0.2, 0.1], [0.2, 0.7, 0.1], [0.6, 0.3, 0.1]]);
 * const scores = computeMetric(f1Score({ classes: 3, average: 'none' }), truth, predictions);
 * console.log(scores.toArray()); // [0.6666…, 0.6666…, 0]
 * ```
 */
export function f1Score(options: F1ScoreOptions = {}): Metric<ScoreState> {
  checkOptions('f1Score', options, ['classes', 'average', 'threshold', 'name']);
  return scoreMetric('f1Score', 1, options);
}
