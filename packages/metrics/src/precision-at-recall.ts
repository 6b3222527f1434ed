import { add, checkOptions } from '@gradkit/core';
import { type BestOptions, bestOptions, bestUnder } from './best-under.ts';
import { checkShare } from './check-number.ts';
import type { Metric } from './metric.ts';
import { quotient } from './quotient.ts';
import { type ThresholdState, thresholdMetric } from './threshold-counts.ts';

/** Options of {@link precisionAtRecall}. */
export interface PrecisionAtRecallOptions extends BestOptions {
  /** The least recall to accept, from 0 to 1. */
  readonly recall: number;
}

/**
 * The best precision that a threshold gives while it still finds enough yeses.
 *
 * ```text
 * result = max precision(t) over the thresholds t with recall(t) ≥ recall,   0 if there are none
 * ```
 *
 * Truth (0 or not 0) and prediction (a probability) have one shape, `[B]` or `[B, …]`; all outputs count. Thresholds are
 * `numThresholds` numbers from 0 to 1 in equal steps. The result is a float64 scalar.
 *
 * @throws ShapeError when the shapes do not fit; DTypeError when predictions are not floats; ArgumentError when `recall` is
 * outside [0, 1] or `numThresholds` is no positive integer
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, precisionAtRecall } from '@gradkit/metrics';
 * const [truth, predictions] = [tensor([0, 0, 1, 1]), tensor([0.1, 0.6, 0.5, 0.9])];
 * console.log(computeMetric(precisionAtRecall({ recall: 0.75 }), truth, predictions).item()); // 0.6666…
 * ```
 */
export function precisionAtRecall(options: PrecisionAtRecallOptions): Metric<ThresholdState> {
  checkOptions('precisionAtRecall', options, ['recall', 'numThresholds', 'classId', 'name']);
  const metric = bestOptions('precisionAtRecall', options);
  checkShare('precisionAtRecall', 'recall', options.recall);
  return thresholdMetric({
    ...metric,
    of: ({ falseNegatives, falsePositives, truePositives }) => {
      const wanted = quotient(truePositives, add(truePositives, falsePositives));
      const given = quotient(truePositives, add(truePositives, falseNegatives));
      return bestUnder(wanted, given, options.recall);
    },
  });
}
