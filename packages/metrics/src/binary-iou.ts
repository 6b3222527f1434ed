import { checkOptions, type Tensor } from '@gradkit/core';
import { classMetric } from './class-metric.ts';
import { checkTargets, meanOverlap } from './iou.ts';
import type { Metric } from './metric.ts';

/** Options of {@link binaryIoU}. */
export interface BinaryIouOptions {
  /** The classes of which the mean is taken: 0, background, 1, foreground, or both; default both. */
  readonly targetClassIds?: readonly number[] | undefined;
  /** A prediction above it means 1; default 0.5. */
  readonly threshold?: number | undefined;
  /** Default `binaryIoU`. */
  readonly name?: string | undefined;
}

/**
 * Intersection over union of foreground and background, where there is one output.
 *
 * ```text
 * result = mean over targetClassIds that occur of TP_c / (TP_c + FP_c + FN_c)
 * ```
 *
 * Truth (0 or 1) and prediction (a probability) are `[B, …]` or `[B, …, 1]`: each element is a pixel. The result is a float64
 * scalar, 0 before the first sample.
 *
 * @throws ArgumentError when a target is neither 0 nor 1; ShapeError when the shapes do not fit; DTypeError when predictions
 * are not floats
 * @see Jaccard, The Distribution of the Flora in the Alpine Zone, New Phytologist 11, 1912
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { binaryIoU, computeMetric } from '@gradkit/metrics';
 * const [truth, predictions] = [tensor([0, 1, 0, 1]), tensor([0.1, 0.2, 0.4, 0.7])];
 * const metric = binaryIoU({ threshold: 0.3 });
 * console.log(computeMetric(metric, truth, predictions).item()); // 0.3333…
 * ```
 */
export function binaryIoU(options: BinaryIouOptions = {}): Metric<Tensor> {
  checkOptions('binaryIoU', options, ['targetClassIds', 'threshold', 'name']);
  const { targetClassIds = [0, 1], threshold, name } = options;
  checkTargets('binaryIoU', targetClassIds, 2);
  return classMetric('binaryIoU', { classes: 2, threshold, name }, (counts) => meanOverlap(counts, targetClassIds));
}
