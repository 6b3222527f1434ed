import {
  checkOptions,
  equal,
  equalShapes,
  expandDims,
  greater,
  greaterEqual,
  less,
  logicalAnd,
  reshape,
  sum,
  type Tensor,
  takeAlongAxis,
} from '@gradkit/core';
import { checkInteger } from './check-number.ts';
import { largestClasses, trueClasses } from './classes.ts';
import type { Metric } from './metric.ts';
import { checkPrediction, misfit } from './shapes.ts';
import { type MeanState, streamingMean } from './streaming-mean.ts';

/** Options of {@link topKAccuracy}. */
export interface TopKAccuracyOptions {
  /** How many of the largest outputs are looked at, at least 1; default 5. */
  readonly k?: number | undefined;
  /** Default `topKAccuracy`. */
  readonly name?: string | undefined;
}

/**
 * The share of samples whose true class is among the k largest outputs.
 *
 * ```text
 * result = mean(number of classes with yPred_c > yPred_label is less than k)
 * ```
 *
 * Predictions are `[B, …, C]`, probabilities or logits; the truth is class ids, `[B, …]` or `[B, …, 1]`, or one number per
 * class, `[B, …, C]`. Outputs that equal that of the true class do not count against it. The result is a float64 scalar, NaN
 * before the first sample. A label that is no class is wrong, and so is
 * one whose prediction is NaN.
 *
 * @throws ShapeError when the shapes do not fit; DTypeError when predictions are not floats; ArgumentError when `k` is no
 * positive integer
 * @see Russakovsky et al., ImageNet Large Scale Visual Recognition Challenge, 2015
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, topKAccuracy } from '@gradkit/metrics';
 * const predictions = tensor([[0.5, 0.3, 0.2], [0.5, 0.3, 0.2]]);
 * console.log(computeMetric(topKAccuracy({ k: 2 }), tensor([1, 2]), predictions).item()); // 0.5
 * ```
 */
export function topKAccuracy(options: TopKAccuracyOptions = {}): Metric<MeanState> {
  checkOptions('topKAccuracy', options, ['k', 'name']);
  const { k = 5, name = 'topKAccuracy' } = options;
  checkInteger('topKAccuracy', 'k', k, 1);
  const values = (yTrue: Tensor, yPred: Tensor): Tensor => {
    checkPrediction(name, yPred);
    if (yPred.rank < 2) throw misfit(name, yTrue, yPred, 'Predictions have the classes in their last axis: [B, C].');
    const isRow = equalShapes(yTrue.shape, yPred.shape) && yPred.shape.at(-1) !== 1;
    const labels = isRow ? largestClasses(name, yTrue, yPred) : trueClasses(name, yTrue, yPred);
    const ofLabel = takeAlongAxis(yPred, expandDims(labels, -1));
    const before = sum(greater(yPred, ofLabel), { axis: -1 });
    const isClass = logicalAnd(greaterEqual(labels, 0), less(labels, yPred.shape.at(-1) as number));
    // Nothing exceeds what is not a number: a model that has diverged would seem to be right.
    const isNumber = equal(ofLabel, ofLabel);
    return logicalAnd(less(before, k), logicalAnd(isClass, reshape(isNumber, isClass.shape)));
  };
  return streamingMean({ name, direction: 'max', values });
}
