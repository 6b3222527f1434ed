import { add, checkOptions } from '@gradkit/core';
import { type BestOptions, bestOptions, bestUnder } from './best-under.ts';
import { checkShare } from './check-number.ts';
import type { Metric } from './metric.ts';
import { quotient } from './quotient.ts';
import { type ThresholdState, thresholdMetric } from './threshold-counts.ts';

/** Options of {@link sensitivityAtSpecificity}. */
export interface SensitivityAtSpecificityOptions extends BestOptions {
  /** The least specificity to accept, from 0 to 1. */
  readonly specificity: number;
}

/**
 * The share of yeses that can be found while enough noes are left alone.
 *
 * ```text
 * result = max sensitivity(t) over the thresholds t with specificity(t) ≥ specificity,   0 if there are none
 * ```
 *
 * Truth (0 or not 0) and prediction (a probability) have one shape, `[B]` or `[B, …]`; all outputs count. Thresholds are
 * `numThresholds` numbers from 0 to 1 in equal steps. The result is a float64 scalar.
 *
 * @throws ShapeError when the shapes do not fit; DTypeError when predictions are not floats; ArgumentError when `specificity` is
 * outside [0, 1] or `numThresholds` is no positive integer
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, sensitivityAtSpecificity } from '@gradkit/metrics';
 * const [truth, predictions] = [tensor([0, 0, 1, 1]), tensor([0.1, 0.6, 0.5, 0.9])];
 * console.log(computeMetric(sensitivityAtSpecificity({ specificity: 0.75 }), truth, predictions).item()); // 0.5
 * ```
 */
export function sensitivityAtSpecificity(options: SensitivityAtSpecificityOptions): Metric<ThresholdState> {
  checkOptions('sensitivityAtSpecificity', options, ['specificity', 'numThresholds', 'classId', 'name']);
  const metric = bestOptions('sensitivityAtSpecificity', options);
  checkShare('sensitivityAtSpecificity', 'specificity', options.specificity);
  return thresholdMetric({
    ...metric,
    of: ({ falseNegatives, falsePositives, trueNegatives, truePositives }) => {
      const wanted = quotient(truePositives, add(truePositives, falseNegatives));
      const given = quotient(trueNegatives, add(trueNegatives, falsePositives));
      return bestUnder(wanted, given, options.specificity);
    },
  });
}
