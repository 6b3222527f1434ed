import {
  argmax,
  cast,
  checkFlags,
  checkOptions,
  equal,
  equalShapes,
  greater,
  reshape,
  type Tensor,
} from '@gradkit/core';
import { checkThreshold } from './check-number.ts';
import type { Metric } from './metric.ts';
import { alignTarget, checkPrediction, misfit, withoutUnit } from './shapes.ts';
import { type MeanState, streamingMean } from './streaming-mean.ts';

/** Options of {@link accuracy}. */
export interface AccuracyOptions {
  /** Default `accuracy`. */
  readonly name?: string | undefined;
  /**
   * A prediction above it means yes; default 0.5, or 0 with `fromLogits`. When given, every output is a yes-or-no question
   * of its own, also where several stand side by side.
   */
  readonly threshold?: number | undefined;
  /** Whether predictions are logits instead of probabilities; default `false`. Matters to yes-or-no questions only. */
  readonly fromLogits?: boolean | undefined;
}

/**
 * The share of predictions that are right. What is compared follows from the shapes:
 *
 * ```text
 * predictions      truth                right when
 * [B, …, C > 1]    [B, …] or [B, …, 1]  argmax(prediction) = truth, a class id
 * [B, …, C > 1]    [B, …, C]            argmax(prediction) = argmax(truth), one-hot
 * [B] or [B, 1]    [B] or [B, 1]        (prediction > threshold) = (truth > 0.5)
 * any shape, with a given threshold     the same, output by output
 * ```
 *
 * The truth may have any element type. The result is a float64 scalar from 0 to 1, NaN before the first sample; with
 * weights, the share of the weight that is right. What Keras calls by the names `'accuracy'` and `'acc'` is this function:
 * nothing here is called by a string, so it needs no alias.
 *
 * @throws ShapeError when the shapes are none of these; DTypeError when predictions are not floats
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { accuracy, computeMetric } from '@gradkit/metrics';
 * const predictions = tensor([[0.9, 0.1], [0.8, 0.2]]);
 * console.log(computeMetric(accuracy(), tensor([0, 1]), predictions).item()); // 0.5
 * ```
 */
export function accuracy(options: AccuracyOptions = {}): Metric<MeanState> {
  checkOptions('accuracy', options, ['name', 'threshold', 'fromLogits']);
  const { name = 'accuracy', threshold, fromLogits = false } = options;
  checkThreshold('accuracy', threshold);
  checkFlags('accuracy', { fromLogits });
  const values = (yTrue: Tensor, yPred: Tensor): Tensor => {
    checkPrediction('accuracy', yPred);
    const oneOutput = yPred.rank < 2 || yPred.shape.at(-1) === 1;
    if (oneOutput || threshold !== undefined) {
      const target = alignTarget('accuracy', yTrue, yPred);
      return equal(greater(yPred, threshold ?? (fromLogits ? 0 : 0.5)), greater(target, 0.5));
    }
    const chosen = argmax(yPred, { axis: -1 });
    if (equalShapes(yTrue.shape, yPred.shape)) return equal(chosen, argmax(yTrue, { axis: -1 }));
    if (equalShapes(withoutUnit(yTrue.shape), chosen.shape))
      return equal(chosen, reshape(cast(yTrue, 'int32'), chosen.shape));
    throw misfit('accuracy', yTrue, yPred, 'Give class ids, one for each row of predictions, or one-hot rows.');
  };
  return streamingMean({ name, direction: 'max', values });
}
