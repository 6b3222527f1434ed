import { add, checkOptions } from '@gradkit/core';
import { type BestOptions, bestOptions, bestUnder } from './best-under.ts';
import { checkShare } from './check-number.ts';
import type { Metric } from './metric.ts';
import { quotient } from './quotient.ts';
import { type ThresholdState, thresholdMetric } from './threshold-counts.ts';

/** Options of {@link recallAtPrecision}. */
export interface RecallAtPrecisionOptions extends BestOptions {
  /** The least precision to accept, from 0 to 1. */
  readonly precision: number;
}

/**
 * The share of yeses that can be found while predicted ones are right often enough.
 *
 * ```text
 * result = max recall(t) over the thresholds t with precision(t) ≥ precision,   0 if there are none
 * ```
 *
 * Truth (0 or not 0) and prediction (a probability) have one shape, `[B]` or `[B, …]`; all outputs count. Thresholds are
 * `numThresholds` numbers from 0 to 1 in equal steps. The result is a float64 scalar.
 *
 * @throws ShapeError when the shapes do not fit; DTypeError when predictions are not floats; ArgumentError when `precision` is
 * outside [0, 1] or `numThresholds` is no positive integer
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, recallAtPrecision } from '@gradkit/metrics';
 * const [truth, predictions] = [tensor([0, 0, 1, 1]), tensor([0.1, 0.6, 0.5, 0.9])];
 * console.log(computeMetric(recallAtPrecision({ precision: 0.75 }), truth, predictions).item()); // 0.5
 * ```
 */
export function recallAtPrecision(options: RecallAtPrecisionOptions): Metric<ThresholdState> {
  checkOptions('recallAtPrecision', options, ['precision', 'numThresholds', 'classId', 'name']);
  const metric = bestOptions('recallAtPrecision', options);
  checkShare('recallAtPrecision', 'precision', options.precision);
  return thresholdMetric({
    ...metric,
    of: ({ falseNegatives, falsePositives, truePositives }) => {
      const wanted = quotient(truePositives, add(truePositives, falseNegatives));
      const given = quotient(truePositives, add(truePositives, falsePositives));
      return bestUnder(wanted, given, options.precision);
    },
  });
}
