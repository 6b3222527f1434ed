import { clip, div, mul, sqrt, type Tensor, type Tree } from '@gradkit/core';
import { type CorrelationOptions, correlationMetric } from './correlation.ts';
import type { Metric } from './metric.ts';

/**
 * How far truth and prediction lie on a line, whatever its slope and shift: 1 on a rising, −1 on a falling one, 0 for none.
 *
 * ```text
 * r = Σ (y − ȳ)(p − p̄) / √(Σ (y − ȳ)² · Σ (p − p̄)²),   y = yTrue, p = yPred
 * ```
 *
 * Truth and prediction have one shape. By default, as in Keras, the sums run over the outputs of each sample, and the result is
 * the mean over samples; with `axis: 0` they run over the samples of all batches, which a model with one output needs. The
 * result is a float64 scalar, NaN where truth or prediction does not vary.
 *
 * @throws ShapeError when the shapes do not fit or there is nothing to correlate along the axis; DTypeError when predictions
 * are not floats; ArgumentError when `outputs` is no positive integer
 * @see Pearson, Notes on Regression and Inheritance in the Case of Two Parents, Proc. Royal Society of London 58, 1895
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, pearsonCorrelation } from '@gradkit/metrics';
 * const metric = pearsonCorrelation({ axis: 0 });
 * console.log(computeMetric(metric, tensor([1, 2, 3]), tensor([10, 30, 50])).item().toFixed(6)); // 1.000000
 * ```
 */
export function pearsonCorrelation(options: CorrelationOptions = {}): Metric<Tree<Tensor>> {
  return correlationMetric('pearsonCorrelation', options, ({ covariance, varianceTrue, variancePred }) =>
    clip(div(covariance, mul(sqrt(varianceTrue), sqrt(variancePred))), -1, 1),
  );
}
