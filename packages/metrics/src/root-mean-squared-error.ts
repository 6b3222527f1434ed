import { checkOptions, sqrt, square, sub } from '@gradkit/core';
import type { Metric } from './metric.ts';
import { alignTarget } from './shapes.ts';
import { type MeanState, streamingMean } from './streaming-mean.ts';

/** Options of {@link rootMeanSquaredError}. */
export interface RootMeanSquaredErrorOptions {
  /** Default `rootMeanSquaredError`. */
  readonly name?: string | undefined;
}

/**
 * The root of the mean squared error over all batches, in the unit of the target.
 *
 * ```text
 * result = √mean((yTrue − yPred)²)
 * ```
 *
 * Truth and prediction have one shape; `[B]` counts as `[B, 1]`. The root is taken of the mean of all, which no mean of roots
 * of batches is. The result is a float64 scalar, NaN before the first sample.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, rootMeanSquaredError } from '@gradkit/metrics';
 * console.log(computeMetric(rootMeanSquaredError(), tensor([1, 2]), tensor([8, 3])).item()); // 5
 * ```
 */
export function rootMeanSquaredError(options: RootMeanSquaredErrorOptions = {}): Metric<MeanState> {
  checkOptions('rootMeanSquaredError', options, ['name']);
  const { name = 'rootMeanSquaredError' } = options;
  const squares = streamingMean({
    name,
    direction: 'min',
    values: (yTrue, yPred) => square(sub(yPred, alignTarget(name, yTrue, yPred))),
  });
  return { ...squares, result: (state) => sqrt(squares.result(state)) };
}
