import {
  ArgumentError,
  add,
  argmax,
  cast,
  checkOptions,
  describe,
  equalShapes,
  flatten,
  greater,
  greaterEqual,
  less,
  logicalAnd,
  mul,
  notEqual,
  reshape,
  type Shape,
  scatterAdd,
  type Tensor,
  where,
  zeros,
} from '@gradkit/core';
import { checkThreshold } from './check-number.ts';
import type { Metric } from './metric.ts';
import { checkPrediction, misfit, withoutUnit } from './shapes.ts';
import { alignWeight } from './weights.ts';

/** Options of {@link confusionMatrix}. */
export interface ConfusionMatrixOptions {
  /** Number of classes, at least 2. */
  readonly classes: number;
  /** Default `confusionMatrix`. */
  readonly name?: string | undefined;
  /** A prediction above it means class 1, where there is one output for two classes; default 0.5. */
  readonly threshold?: number | undefined;
  /** The label of samples that are not counted; default: none. */
  readonly ignoreClass?: number | undefined;
}

/**
 * Counts how often each class was taken for each other: row = true class, column = predicted class.
 *
 * Predictions are `[B, …, C]` with class ids `[B, …]`, `[B, …, 1]` or one-hot rows `[B, …, C]`; for two classes also one
 * output, `[B]` or `[B, 1]`. State and result are float64 `[C, C]`:
 * counts, or with weights the sums of weights. A sample whose label is not in [0, C) is not counted.
 *
 * @throws ArgumentError when `classes` is not an integer of at least 2; ShapeError when the shapes do not fit; DTypeError
 * when predictions are not floats
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, confusionMatrix } from '@gradkit/metrics';
 * const predictions = tensor([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7]]);
 * const counts = computeMetric(confusionMatrix({ classes: 2 }), tensor([0, 1, 1]), predictions);
 * console.log(counts.toArray()); // [[1, 0], [1, 1]]
 * ```
 */
export function confusionMatrix(options: ConfusionMatrixOptions): Metric<Tensor> {
  checkOptions('confusionMatrix', options, ['classes', 'name', 'threshold', 'ignoreClass']);
  const { classes, name = 'confusionMatrix', threshold = 0.5, ignoreClass } = options;
  if (!Number.isInteger(classes) || classes < 2) {
    throw new ArgumentError(`confusionMatrix: classes must be an integer of at least 2, got ${classes}.`);
  }
  checkThreshold('confusionMatrix', threshold);
  if (ignoreClass !== undefined && !Number.isInteger(ignoreClass)) {
    throw new ArgumentError(`confusionMatrix: ignoreClass is a label, an integer, got ${describe(ignoreClass)}.`);
  }
  return {
    name,
    direction: 'none',
    initial: () => zeros([classes, classes], { dtype: 'float64' }),
    update: (counts, yTrue, yPred, sampleWeight) => {
      const { labels, predicted, shape } = classIds(yTrue, yPred, classes, threshold);
      const cell = add(mul(labels, classes), predicted);
      const inRange = logicalAnd(greaterEqual(labels, 0), less(labels, classes));
      const isClass = ignoreClass === undefined ? inRange : logicalAnd(inRange, notEqual(labels, ignoreClass));
      const weight =
        sampleWeight === undefined
          ? cast(isClass, 'float64')
          : where(isClass, flatten(alignWeight(name, sampleWeight, shape)), 0);
      const flat = reshape(counts, [classes * classes]);
      return reshape(scatterAdd(flat, cell, weight, { axis: 0 }), [classes, classes]);
    },
    result: (counts) => counts,
  };
}

/** True and predicted class ids, int32 with one axis, and the shape that they had. */
function classIds(
  yTrue: Tensor,
  yPred: Tensor,
  classes: number,
  threshold: number,
): { readonly labels: Tensor; readonly predicted: Tensor; readonly shape: Shape } {
  checkPrediction('confusionMatrix', yPred);
  const oneOutput = classes === 2 && (yPred.rank < 2 || yPred.shape.at(-1) === 1);
  const hint = `${classes} classes need predictions [B, ${classes}] with class ids [B] or one-hot rows [B, ${classes}].`;
  if (!oneOutput && (yPred.rank < 2 || yPred.shape.at(-1) !== classes))
    throw misfit('confusionMatrix', yTrue, yPred, hint);

  const samples = oneOutput ? withoutUnit(yPred.shape) : yPred.shape.slice(0, -1);
  const predicted = oneOutput ? cast(greater(yPred, threshold), 'int32') : argmax(yPred, { axis: -1 });
  if (!oneOutput && equalShapes(yTrue.shape, yPred.shape)) {
    return { labels: flatten(argmax(yTrue, { axis: -1 })), predicted: flatten(predicted), shape: samples };
  }
  if (!equalShapes(withoutUnit(yTrue.shape), samples)) throw misfit('confusionMatrix', yTrue, yPred, hint);
  return { labels: flatten(cast(yTrue, 'int32')), predicted: flatten(predicted), shape: samples };
}
