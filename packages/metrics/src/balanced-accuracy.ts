import { cast, diagonal, div, greater, sum, type Tensor } from '@gradkit/core';
import { classMetric } from './class-metric.ts';
import type { ConfusionMatrixOptions } from './confusion-matrix.ts';
import type { Metric } from './metric.ts';
import { quotient } from './quotient.ts';

/**
 * The mean of the accuracies of classes, each among its own samples, for data in which some classes are rare.
 *
 * ```text
 * result = mean over classes c that occur of C_cc / Σ_k C_ck,   C the confusion matrix
 * ```
 *
 * Predictions are `[B, …, C]` with class ids `[B, …]`, `[B, …, 1]` or one-hot rows `[B, …, C]`; for two classes also one output.
 * The result is a float64 scalar from 0 to 1, NaN before the first sample.
 *
 * @throws ArgumentError when `classes` is not an integer of at least 2; ShapeError when the shapes do not fit; DTypeError when
 * predictions are not floats
 * @see Brodersen, Ong, Stephan and Buhmann, The Balanced Accuracy and its Posterior Distribution, ICPR 2010
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { balancedAccuracy, computeMetric } from '@gradkit/metrics';
 * const always = tensor([0.1, 0.2, 0.1, 0.3]);
 * console.log(computeMetric(balancedAccuracy({ classes: 2 }), tensor([0, 0, 0, 1]), always).item()); // 0.5
 * ```
 */
export function balancedAccuracy(options: ConfusionMatrixOptions): Metric<Tensor> {
  return classMetric('balancedAccuracy', options, ({ counts, rows }) =>
    div(sum(quotient(diagonal(counts), rows)), sum(cast(greater(rows, 0), 'float64'))),
  );
}
