import { ArgumentError, add, cast, checkOptions, describe, div, sum, type Tensor, zeros } from '@gradkit/core';
import type { Metric } from './metric.ts';
import { alignWeight, weigh } from './weights.ts';

/** What a mean needs to know of the values so far: float64 scalars. */
export type MeanState = { readonly total: Tensor; readonly count: Tensor };

/** Options of {@link streamingMean}. */
export interface StreamingMeanOptions {
  readonly name: string;
  /** Whether better is larger or smaller; `none` when results are not ordered. */
  readonly direction: 'max' | 'min' | 'none';
  /**
   * The values to average, any number for each batch; truth values count as 0 and 1. With weights, the first axes of the
   * values must be those of the weights.
   */
  readonly values: (yTrue: Tensor, yPred: Tensor) => Tensor;
}

/**
 * Turns a function of a batch into a metric: the mean of all its values over all batches, whatever their sizes.
 *
 * ```text
 * result = Σ w · v / Σ w   over the values v of all batches, w = 1 without weights
 * ```
 *
 * The result is a float64 scalar, NaN before the first value. A value of weight 0 may be anything, also NaN.
 *
 * @throws ArgumentError when name, direction or values are missing; the metric throws ShapeError when weights do not fit
 * @example
 * ```ts
 * import { abs, less, sub, tensor } from '@gradkit/core';
 * import { computeMetric, streamingMean } from '@gradkit/metrics';
 * const close = streamingMean({
 *   name: 'within1',
 *   direction: 'max',
 *   values: (yTrue, yPred) => less(abs(sub(yTrue, yPred)), 1),
 * });
 * console.log(computeMetric(close, tensor([1, 2]), tensor([1.5, 4])).item()); // 0.5
 * ```
 */
export function streamingMean(options: StreamingMeanOptions): Metric<MeanState> {
  checkOptions('streamingMean', options, ['name', 'direction', 'values']);
  const { name, direction, values } = options;
  if (!name || !['max', 'min', 'none'].includes(direction) || typeof values !== 'function') {
    throw new ArgumentError(
      `streamingMean: needs a name, a direction ('max', 'min' or 'none') and a function values, got ${describe(options)}.`,
    );
  }
  return {
    name,
    direction,
    initial: emptyMean,
    update: (state, yTrue, yPred, sampleWeight) => addValues(name, state, values(yTrue, yPred), sampleWeight),
    result: meanOf,
  };
}

/**
 * The mean of nothing. In float64, because a float32 stops counting at 2²⁴ and an int32 at 2³¹, which the pixels of an epoch
 * exceed.
 */
export function emptyMean(): MeanState {
  return { total: zeros([], { dtype: 'float64' }), count: zeros([], { dtype: 'float64' }) };
}

/** The mean with the values of one more batch, for the metric of this name. */
export function addValues(
  name: string,
  { total, count }: MeanState,
  values: Tensor,
  sampleWeight: Tensor | undefined,
): MeanState {
  if (sampleWeight !== undefined) {
    const weight = alignWeight(name, sampleWeight, values.shape);
    return { total: add(total, sum(weigh(values, weight))), count: add(count, sum(weight)) };
  }
  // Within a batch the values keep their own type, so that only one number is converted.
  return { total: add(total, cast(sum(values), 'float64')), count: add(count, values.size) };
}

/** What has been added up, as a float64 scalar; NaN if nothing was. */
export function meanOf({ total, count }: MeanState): Tensor {
  return div(total, count);
}
