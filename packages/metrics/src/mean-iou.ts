import type { Tensor } from '@gradkit/core';
import { classMetric } from './class-metric.ts';
import type { ConfusionMatrixOptions } from './confusion-matrix.ts';
import { meanOverlap } from './iou.ts';
import type { Metric } from './metric.ts';

/**
 * Intersection over union in the mean over all classes: the usual figure of merit of segmentations.
 *
 * ```text
 * result = mean over classes c that occur in truth or prediction of TP_c / (TP_c + FP_c + FN_c)
 * ```
 *
 * Predictions are `[B, …, C]` with class ids `[B, …]`, `[B, …, 1]` or one-hot rows `[B, …, C]`; for two classes also one output.
 * Keras' `MeanIoU` and `OneHotMeanIoU` in one. The result is a float64 scalar, 0 before the first sample.
 *
 * @throws ArgumentError when `classes` is not an integer of at least 2; ShapeError when the shapes do not fit; DTypeError when
 * predictions are not floats
 * @see Everingham et al., The PASCAL Visual Object Classes Challenge, International Journal of Computer Vision 88, 2010
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, meanIoU } from '@gradkit/metrics';
 * const [truth, predictions] = [tensor([0, 0, 1, 1]), tensor([0.1, 0.8, 0.7, 0.9])];
 * console.log(computeMetric(meanIoU({ classes: 2 }), truth, predictions).item()); // 0.5833…, (1 / 2 + 2 / 3) / 2
 * ```
 */
export function meanIoU(options: ConfusionMatrixOptions): Metric<Tensor> {
  return classMetric('meanIoU', options, (counts) => meanOverlap(counts));
}
