import {
  ArgumentError,
  abs,
  add,
  cast,
  checkOptions,
  describe,
  formatShape,
  greater,
  greaterEqual,
  logicalAnd,
  max,
  mean,
  mul,
  reshape,
  ShapeError,
  sub,
  sum,
  type Tensor,
  zeros,
} from '@gradkit/core';
import { checkInteger, checkThreshold } from './check-number.ts';
import type { Metric } from './metric.ts';
import { quotient } from './quotient.ts';
import { alignTarget } from './shapes.ts';
import { alignWeight, weigh } from './weights.ts';

/** Counts of each class, float64 `[C]`, or weights where samples have them. */
export type ScoreState = {
  readonly truePositives: Tensor;
  readonly falsePositives: Tensor;
  readonly falseNegatives: Tensor;
};

/** Options of {@link f1Score}. */
export interface F1ScoreOptions {
  /** Number of classes, the last axis of predictions; default 1, for yes-or-no questions. */
  readonly classes?: number | undefined;
  /**
   * How the scores of classes become one: `macro`, their mean; `weighted`, their mean by the number of samples; `micro`, the
   * score of all counts together; `none`, not at all, a vector. Default `macro`.
   */
  readonly average?: 'macro' | 'weighted' | 'micro' | 'none' | undefined;
  /** A prediction above it means yes; default: the largest of a sample does, and with one class 0.5. */
  readonly threshold?: number | undefined;
  /** Default: the name of the function. */
  readonly name?: string | undefined;
}

/** Options of {@link fBetaScore}. */
export interface FBetaScoreOptions extends F1ScoreOptions {
  /** How many times as important recall is as precision, above 0; default 1. */
  readonly beta?: number | undefined;
}

/**
 * The weighted harmonic mean of precision and recall, of each class.
 *
 * ```text
 * F_β = (1 + β²) · precision · recall / (β² · precision + recall) = (1 + β²) TP / ((1 + β²) TP + β² FN + FP)
 * ```
 *
 * Predictions are `[B, …, C]`, the truth one number per class of 0 or 1 in the same shape; one output, `[B]` or `[B, 1]`, is
 * one class. A class without a yes in truth or prediction has the score 0. The result is a float64 scalar, or with
 * `average: 'none'` a vector.
 *
 * Keras keeps the vector by default, which is no number to compare epochs by; here that is `average: 'none'`.
 *
 * @throws ShapeError when the shapes do not fit the classes; DTypeError when predictions are not floats; ArgumentError when
 * an option is out of range
 * @see van Rijsbergen, Information Retrieval, 2nd ed., 1979, chapter 7
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, fBetaScore } from '@gradkit/metrics';
 * const [truth, predictions] = [tensor([1, 1, 1, 0]), tensor([0.9, 0.2, 0.6, 0.1])];
 * console.log(computeMetric(fBetaScore({ beta: 2 }), truth, predictions).item()); // 0.7142…, 5 · 2 / (5 · 2 + 4)
 * ```
 */
export function fBetaScore(options: FBetaScoreOptions = {}): Metric<ScoreState> {
  checkOptions('fBetaScore', options, ['beta', 'classes', 'average', 'threshold', 'name']);
  const { beta = 1 } = options;
  if (!(typeof beta === 'number' && beta > 0 && beta < Infinity)) {
    throw new ArgumentError(`fBetaScore: beta is a number above 0, got ${describe(beta)}.`);
  }
  return scoreMetric('fBetaScore', beta, options);
}

/** The metric under the name of one of its factories. */
export function scoreMetric(where: string, beta: number, options: F1ScoreOptions): Metric<ScoreState> {
  const { classes = 1, average = 'macro', threshold, name = where } = options;
  checkInteger(where, 'classes', classes, 1);
  checkThreshold(where, threshold);
  if (!['macro', 'weighted', 'micro', 'none'].includes(average)) {
    throw new ArgumentError(`${where}: average is 'macro', 'weighted', 'micro' or 'none', got ${describe(average)}.`);
  }
  const none = (): Tensor => zeros([classes], { dtype: 'float64' });
  return {
    name,
    direction: average === 'none' ? 'none' : 'max',
    initial: () => ({ truePositives: none(), falsePositives: none(), falseNegatives: none() }),
    update: (state, yTrue, yPred, sampleWeight) => {
      const target = cast(byClass(name, alignTarget(name, yTrue, yPred), classes), 'float64');
      const positive = cast(byClass(name, isPositive(yPred, classes, threshold), classes), 'float64');
      const weight =
        sampleWeight === undefined ? undefined : byClass(name, alignWeight(name, sampleWeight, yPred.shape), classes);
      const counted = (before: Tensor, values: Tensor): Tensor =>
        add(before, sum(weight === undefined ? values : weigh(values, weight), { axis: 0 }));
      return {
        truePositives: counted(state.truePositives, mul(positive, target)),
        falsePositives: counted(state.falsePositives, mul(positive, sub(1, target))),
        falseNegatives: counted(state.falseNegatives, mul(sub(1, positive), target)),
      };
    },
    result: (state) => averaged(state, average, beta * beta),
  };
}

/** Rows with one column per class. */
function byClass(where: string, x: Tensor, classes: number): Tensor {
  const found = x.rank < 2 ? 1 : x.shape.at(-1);
  if (found === classes) return reshape(x, [x.size / classes, classes]);
  throw new ShapeError(
    `${where}: predictions ${formatShape(x.shape)} do not have ${classes} ${classes === 1 ? 'class' : 'classes'} in ` +
      `their last axis. Give ${where}({ classes: ${found} }).`,
  );
}

function isPositive(yPred: Tensor, classes: number, threshold: number | undefined): Tensor {
  if (threshold !== undefined || classes === 1) return greater(yPred, threshold ?? 0.5);
  // As in Keras, a row of zeros chooses nothing.
  return logicalAnd(greaterEqual(yPred, max(yPred, { axis: -1, keepDims: true })), greater(abs(yPred), 1e-9));
}

function averaged(counts: ScoreState, average: NonNullable<F1ScoreOptions['average']>, beta2: number): Tensor {
  const score = (tp: Tensor, fp: Tensor, fn: Tensor): Tensor => {
    const hits = mul(tp, 1 + beta2);
    return quotient(hits, add(hits, add(mul(fn, beta2), fp)));
  };
  const { truePositives, falsePositives, falseNegatives } = counts;
  if (average === 'micro') return score(sum(truePositives), sum(falsePositives), sum(falseNegatives));
  const scores = score(truePositives, falsePositives, falseNegatives);
  if (average === 'none') return scores;
  if (average === 'macro') return mean(scores);
  const support = add(truePositives, falseNegatives);
  return quotient(sum(mul(scores, support)), sum(support));
}
