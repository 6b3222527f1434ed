import { ArgumentError, add, cast, checkOptions, describe, div, sum, type Tensor, zeros } from '@gradkit/core';
import type { Metric } from './metric.ts';

/** What a mean needs to know of the values so far: float64 scalars. */
export type MeanState = { readonly total: Tensor; readonly count: Tensor };

/** Options of {@link streamingMean}. */
export interface StreamingMeanOptions {
  readonly name: string;
  /** Whether better is larger or smaller; `none` when results are not ordered. */
  readonly direction: 'max' | 'min' | 'none';
  /** The values to average, any number for each batch; truth values count as 0 and 1. */
  readonly values: (yTrue: Tensor, yPred: Tensor) => Tensor;
}

/**
 * Turns a function of a batch into a metric: the mean of all its values over all batches, whatever their sizes.
 *
 * The result is a float64 scalar, NaN before the first value.
 *
 * @throws ArgumentError when name, direction or values are missing
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
    // In float64, because a float32 stops counting at 2²⁴ and an int32 at 2³¹, which the pixels of an epoch exceed.
    // Within a batch the values keep their own type, so that only one number is converted.
    initial: () => ({ total: zeros([], { dtype: 'float64' }), count: zeros([], { dtype: 'float64' }) }),
    update: ({ total, count }, yTrue, yPred) => {
      const batch = values(yTrue, yPred);
      return { total: add(total, cast(sum(batch), 'float64')), count: add(count, batch.size) };
    },
    result: ({ total, count }) => div(total, count),
  };
}
