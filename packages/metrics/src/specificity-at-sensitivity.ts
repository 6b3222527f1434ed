import { add, checkOptions } from '@gradkit/core';
import { type BestOptions, bestOptions, bestUnder } from './best-under.ts';
import { checkShare } from './check-number.ts';
import type { Metric } from './metric.ts';
import { quotient } from './quotient.ts';
import { type ThresholdState, thresholdMetric } from './threshold-counts.ts';

/** Options of {@link specificityAtSensitivity}. */
export interface SpecificityAtSensitivityOptions extends BestOptions {
  /** The least sensitivity to accept, from 0 to 1. */
  readonly sensitivity: number;
}

/**
 * The share of noes that can be left alone while enough yeses are found.
 *
 * ```text
 * result = max specificity(t) over the thresholds t with sensitivity(t) ≥ sensitivity,   0 if there are none
 * ```
 *
 * Truth (0 or not 0) and prediction (a probability) have one shape, `[B]` or `[B, …]`; all outputs count. Thresholds are
 * `numThresholds` numbers from 0 to 1 in equal steps. The result is a float64 scalar.
 *
 * @throws ShapeError when the shapes do not fit; DTypeError when predictions are not floats; ArgumentError when `sensitivity` is
 * outside [0, 1] or `numThresholds` is no positive integer
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, specificityAtSensitivity } from '@gradkit/metrics';
 * const [truth, predictions] = [tensor([0, 0, 1, 1]), tensor([0.1, 0.6, 0.5, 0.9])];
 * console.log(computeMetric(specificityAtSensitivity({ sensitivity: 0.75 }), truth, predictions).item()); // 0.5
 * ```
 */
export function specificityAtSensitivity(options: SpecificityAtSensitivityOptions): Metric<ThresholdState> {
  checkOptions('specificityAtSensitivity', options, ['sensitivity', 'numThresholds', 'classId', 'name']);
  const metric = bestOptions('specificityAtSensitivity', options);
  checkShare('specificityAtSensitivity', 'sensitivity', options.sensitivity);
  return thresholdMetric({
    ...metric,
    of: ({ falseNegatives, falsePositives, trueNegatives, truePositives }) => {
      const wanted = quotient(trueNegatives, add(trueNegatives, falsePositives));
      const given = quotient(truePositives, add(truePositives, falseNegatives));
      return bestUnder(wanted, given, options.sensitivity);
    },
  });
}
