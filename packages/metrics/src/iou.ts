import {
  ArgumentError,
  add,
  cast,
  describe,
  diagonal,
  greater,
  sub,
  sum,
  type Tensor,
  take,
  tensor,
} from '@gradkit/core';
import { type ClassCounts, classMetric } from './class-metric.ts';
import type { ConfusionMatrixOptions } from './confusion-matrix.ts';
import type { Metric } from './metric.ts';
import { quotient } from './quotient.ts';

/** Options of {@link iou}. */
export interface IouOptions extends ConfusionMatrixOptions {
  /** The classes of which the mean is taken. */
  readonly targetClassIds: readonly number[];
}

/**
 * Intersection over union: how well the regions of chosen classes are met, as in segmentations, in the mean over these
 * classes.
 *
 * ```text
 * IoU_c = TP_c / (TP_c + FP_c + FN_c),   result = mean over targetClassIds that occur in truth or prediction
 * ```
 *
 * Predictions are `[B, …, C]` with class ids `[B, …]`, `[B, …, 1]` or one-hot rows `[B, …, C]`; for two classes also one output.
 * Keras' `IoU` and `OneHotIoU` in one. The result is a float64 scalar, 0 where none of the classes occurs.
 *
 * @throws ArgumentError when `classes` is not an integer of at least 2, or a target is no class; ShapeError when the shapes do
 * not fit; DTypeError when predictions are not floats
 * @see Jaccard, The Distribution of the Flora in the Alpine Zone, New Phytologist 11, 1912
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, iou } from '@gradkit/metrics';
 * const [truth, predictions] = [tensor([0, 0, 1, 1]), tensor([0.1, 0.8, 0.3, 0.9])];
 * const metric = iou({ classes: 2, targetClassIds: [1] });
 * console.log(computeMetric(metric, truth, predictions).item()); // 0.3333…
 * ```
 */
export function iou({ targetClassIds, ...options }: IouOptions): Metric<Tensor> {
  checkTargets('iou', targetClassIds, options.classes);
  return classMetric('iou', options, (counts) => meanOverlap(counts, targetClassIds));
}

/** Throws unless all targets are classes. */
export function checkTargets(where: string, targets: readonly number[], classes: number): void {
  const areClasses =
    Array.isArray(targets) &&
    targets.length > 0 &&
    targets.every((id) => Number.isInteger(id) && id >= 0 && id < classes);
  if (areClasses) return;
  throw new ArgumentError(
    `${where}: targetClassIds are a list of classes from 0 to ${classes - 1}, got ${describe(targets)}.`,
  );
}

/** The mean over target classes, default all, of those that occur. */
export function meanOverlap({ counts, rows, columns }: ClassCounts, targets?: readonly number[]): Tensor {
  const right = diagonal(counts);
  const union = sub(add(rows, columns), right);
  const chosen = (x: Tensor): Tensor =>
    targets === undefined ? x : take(x, tensor(targets, { dtype: 'int32' }), { axis: 0 });
  return quotient(sum(quotient(chosen(right), chosen(union))), sum(cast(greater(chosen(union), 0), 'float64')));
}
