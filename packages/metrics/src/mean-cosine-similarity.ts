import { checkOptions, maximum, mul, normalizeAxis, rsqrt, square, sum, type Tensor } from '@gradkit/core';
import type { Metric } from './metric.ts';
import { alignTarget } from './shapes.ts';
import { type MeanState, streamingMean } from './streaming-mean.ts';

/** Options of {@link meanCosineSimilarity}. */
export interface MeanCosineSimilarityOptions {
  /** The axis of the vectors, negative from the end; default −1. */
  readonly axis?: number | undefined;
  /** Default `meanCosineSimilarity`. */
  readonly name?: string | undefined;
}

/**
 * The mean cosine of the angle between truth and prediction: 1 where they have one direction, −1 where they are opposite.
 *
 * ```text
 * result = mean over samples of Σ_i a_i · b_i,   a = yTrue / ‖yTrue‖, b = yPred / ‖yPred‖, norms kept above 10⁻⁷
 * ```
 *
 * Truth and prediction have one shape, with the vectors along `axis`. Keras' metric `CosineSimilarity`; the plain name is the
 * loss, which is negative. The result is a float64 scalar, NaN before the first sample.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats; ArgumentError when there is no such
 * axis
 * @see Salton and McGill, Introduction to Modern Information Retrieval, 1983
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, meanCosineSimilarity } from '@gradkit/metrics';
 * console.log(computeMetric(meanCosineSimilarity(), tensor([[0, 1]]), tensor([[3, 4]])).item().toFixed(6)); // 0.800000
 * ```
 */
export function meanCosineSimilarity(options: MeanCosineSimilarityOptions = {}): Metric<MeanState> {
  checkOptions('meanCosineSimilarity', options, ['axis', 'name']);
  const { name = 'meanCosineSimilarity' } = options;
  const values = (yTrue: Tensor, yPred: Tensor): Tensor => {
    const target = alignTarget(name, yTrue, yPred);
    const axis = normalizeAxis(name, options.axis ?? -1, yPred.rank);
    const unit = (x: Tensor): Tensor => mul(x, rsqrt(maximum(sum(square(x), { axis, keepDims: true }), 1e-14)));
    return sum(mul(unit(target), unit(yPred)), { axis });
  };
  return streamingMean({ name, direction: 'max', values });
}
