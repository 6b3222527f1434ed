import {
  ArgumentError,
  add,
  cast,
  checkOptions,
  describe,
  div,
  equal,
  greater,
  mean,
  mul,
  square,
  sub,
  sum,
  type Tensor,
  where,
} from '@gradkit/core';
import { checkInteger } from './check-number.ts';
import type { Metric } from './metric.ts';
import { addMoments, type MomentState, noMoments } from './moments.ts';
import { alignOutputs } from './outputs.ts';

/** Options of {@link r2Score}. */
export interface R2ScoreOptions {
  /** Number of outputs of a sample, the last axis of predictions; default 1. */
  readonly outputs?: number | undefined;
  /**
   * How the scores of outputs become one: `uniformAverage`, their mean; `varianceWeightedAverage`, their mean by the variance
   * of the truth; `none`, not at all, a vector. Default `uniformAverage`.
   */
  readonly classAggregation?: 'uniformAverage' | 'varianceWeightedAverage' | 'none' | undefined;
  /** Number of inputs of a linear model, for the adjusted score; default 0, which does not adjust. */
  readonly numRegressors?: number | undefined;
  /** Default `r2Score`. */
  readonly name?: string | undefined;
}

/**
 * The share of the variance of the truth that predictions explain: 1 for all right, 0 for no better than the mean, below 0
 * for worse.
 *
 * ```text
 * R² = 1 − Σ w (y − p)² / Σ w (y − ȳ)²,   y = yTrue, p = yPred, ȳ the weighted mean of the truth
 * adjusted: 1 − (1 − R²) (n − 1) / (n − numRegressors − 1),   n = Σ w
 * ```
 *
 * Truth and prediction have one shape, `[B]` or `[B, …, N]` with N `outputs`. Where the truth does not vary, the score is 1 if
 * predictions are right and else 0. The result is a float64 scalar, or with `classAggregation: 'none'` a vector; NaN before
 * the first sample. Collected around the means, so that large means lose no digits.
 *
 * @throws ShapeError when the shapes do not fit; DTypeError when predictions are not floats; ArgumentError when an option is
 * out of range
 * @see Wright, Correlation and Causation, J. Agricultural Research 20, 1921
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, r2Score } from '@gradkit/metrics';
 * console.log(computeMetric(r2Score(), tensor([1, 2, 3]), tensor([1, 2, 4])).item()); // 0.5
 * ```
 */
export function r2Score(options: R2ScoreOptions = {}): Metric<MomentState> {
  checkOptions('r2Score', options, ['outputs', 'classAggregation', 'numRegressors', 'name']);
  const { outputs = 1, classAggregation = 'uniformAverage', numRegressors = 0, name = 'r2Score' } = options;
  checkInteger('r2Score', 'outputs', outputs, 1);
  checkInteger('r2Score', 'numRegressors', numRegressors, 0);
  if (!['uniformAverage', 'varianceWeightedAverage', 'none'].includes(classAggregation)) {
    throw new ArgumentError(
      `r2Score: classAggregation is 'uniformAverage', 'varianceWeightedAverage' or 'none', got ${describe(classAggregation)}.`,
    );
  }
  const aggregate = (scores: Tensor, variance: Tensor): Tensor => {
    if (classAggregation === 'none') return scores;
    if (classAggregation === 'uniformAverage') return mean(scores);
    return div(sum(mul(scores, variance)), sum(variance));
  };
  return {
    name,
    direction: classAggregation === 'none' ? 'none' : 'max',
    initial: () => noMoments(outputs),
    update: (state, yTrue, yPred, sampleWeight) => addErrors(name, state, yTrue, yPred, sampleWeight),
    result: (state) => {
      const { weight, meanPred: meanError, varianceTrue, variancePred: varianceOfErrors } = state;
      const residual = add(varianceOfErrors, mul(weight, square(meanError)));
      const score = aggregate(explainedShare(residual, state), varianceTrue);
      return numRegressors === 0 ? score : adjusted(score, mean(weight), numRegressors);
    },
  };
}

/**
 * The moments of the truth and of the errors, for the metric of this name: the sum of squared errors of predictions that are
 * nearly right would not be left of the moments of predictions.
 */
export function addErrors(
  name: string,
  state: MomentState,
  yTrue: Tensor,
  yPred: Tensor,
  sampleWeight: Tensor | undefined,
): MomentState {
  const target = cast(alignOutputs(name, yTrue, yPred, state.weight.size), 'float64');
  return addMoments(name, state, target, sub(cast(yPred, 'float64'), target), sampleWeight);
}

/** 1 − unexplained / variance of the truth; where that is 0, 1 if nothing is unexplained and else 0. */
export function explainedShare(unexplained: Tensor, { weight, varianceTrue }: MomentState): Tensor {
  const constant = equal(varianceTrue, 0);
  const share = sub(1, div(unexplained, where(constant, 1, varianceTrue)));
  const ofConstant = where(equal(unexplained, 0), 1, where(greater(unexplained, 0), 0, unexplained));
  return where(equal(weight, 0), Number.NaN, where(constant, ofConstant, share));
}

/** With too few samples to adjust by, the score as it is. */
function adjusted(score: Tensor, samples: Tensor, regressors: number): Tensor {
  const free = sub(samples, regressors + 1);
  const isEnough = greater(free, 0);
  const factor = div(sub(samples, 1), where(isEnough, free, 1));
  return where(isEnough, sub(1, mul(sub(1, score), factor)), score);
}
