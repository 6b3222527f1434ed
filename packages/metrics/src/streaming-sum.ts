import { ArgumentError, add, cast, checkOptions, describe, sum, type Tensor, zeros } from '@gradkit/core';
import type { Metric } from './metric.ts';
import type { StreamingMeanOptions } from './streaming-mean.ts';
import { alignWeight, weigh } from './weights.ts';

/**
 * Turns a function of a batch into a metric: the sum of all its values over all batches.
 *
 * ```text
 * result = Σ w · v   over the values v of all batches, w = 1 without weights
 * ```
 *
 * The result is a float64 scalar, 0 before the first value. A value of weight 0 may be anything, also NaN.
 *
 * @throws ArgumentError when name, direction or values are missing; the metric throws ShapeError when weights do not fit
 * @example
 * ```ts
 * import { abs, greater, sub, tensor } from '@gradkit/core';
 * import { computeMetric, streamingSum } from '@gradkit/metrics';
 * const outliers = streamingSum({
 *   name: 'outliers',
 *   direction: 'min',
 *   values: (yTrue, yPred) => greater(abs(sub(yTrue, yPred)), 3),
 * });
 * console.log(computeMetric(outliers, tensor([1, 2]), tensor([1.5, 9])).item()); // 1
 * ```
 */
export function streamingSum(options: StreamingMeanOptions): Metric<Tensor> {
  checkOptions('streamingSum', options, ['name', 'direction', 'values']);
  const { name, direction, values } = options;
  if (!name || !['max', 'min', 'none'].includes(direction) || typeof values !== 'function') {
    throw new ArgumentError(
      `streamingSum: needs a name, a direction ('max', 'min' or 'none') and a function values, got ${describe(options)}.`,
    );
  }
  return {
    name,
    direction,
    initial: () => zeros([], { dtype: 'float64' }),
    update: (total, yTrue, yPred, sampleWeight) => {
      const batch = values(yTrue, yPred);
      if (sampleWeight === undefined) return add(total, cast(sum(batch), 'float64'));
      return add(total, sum(weigh(batch, alignWeight(name, sampleWeight, batch.shape))));
    },
    result: (total) => total,
  };
}
