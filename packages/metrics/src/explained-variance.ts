import { checkOptions, mean } from '@gradkit/core';
import { checkInteger } from './check-number.ts';
import type { Metric } from './metric.ts';
import { type MomentState, noMoments } from './moments.ts';
import { addErrors, explainedShare } from './r2-score.ts';

/** Options of {@link explainedVariance}. */
export interface ExplainedVarianceOptions {
  /** Number of outputs of a sample, the last axis of predictions, of which the mean is taken; default 1. */
  readonly outputs?: number | undefined;
  /** Default `explainedVariance`. */
  readonly name?: string | undefined;
}

/**
 * The share of the variance of the truth that is not left in the errors: `r2Score`, but for a shift of all predictions.
 *
 * ```text
 * result = 1 − Var(y − p) / Var(y),   y = yTrue, p = yPred, variances weighted
 * ```
 *
 * Truth and prediction have one shape, `[B]` or `[B, …, N]` with N `outputs`. Where the truth does not vary, it is 1 if the
 * errors do not vary either and else 0. The result is a float64 scalar, NaN before the first sample.
 *
 * @throws ShapeError when the shapes do not fit; DTypeError when predictions are not floats; ArgumentError when `outputs` is no
 * positive integer
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, explainedVariance } from '@gradkit/metrics';
 * console.log(computeMetric(explainedVariance(), tensor([1, 2, 3]), tensor([11, 12, 13])).item()); // 1
 * ```
 */
export function explainedVariance(options: ExplainedVarianceOptions = {}): Metric<MomentState> {
  checkOptions('explainedVariance', options, ['outputs', 'name']);
  const { outputs = 1, name = 'explainedVariance' } = options;
  checkInteger('explainedVariance', 'outputs', outputs, 1);
  return {
    name,
    direction: 'max',
    initial: () => noMoments(outputs),
    update: (state, yTrue, yPred, sampleWeight) => addErrors(name, state, yTrue, yPred, sampleWeight),
    result: (state) => mean(explainedShare(state.variancePred, state)),
  };
}
