import { add, div, mul, square, sub, type Tensor, type Tree } from '@gradkit/core';
import { type CorrelationOptions, correlationMetric } from './correlation.ts';
import type { Metric } from './metric.ts';

/**
 * How far truth and prediction agree: their correlation, less for a slope that is not 1 and a shift that is not 0.
 *
 * ```text
 * ρ = 2 · Cov(y, p) / (Var(y) + Var(p) + (ȳ − p̄)²),   y = yTrue, p = yPred
 * ```
 *
 * Truth and prediction have one shape. By default, as in Keras, means run over the outputs of each sample, and the result is
 * the mean over samples; with `axis: 0` they run over the samples of all batches, which a model with one output needs. The
 * result is a float64 scalar, NaN where both are the same constant. Keras adds 10⁻⁷ to the divisor.
 *
 * @throws ShapeError when the shapes do not fit or there is nothing to correlate along the axis; DTypeError when predictions
 * are not floats; ArgumentError when `outputs` is no positive integer
 * @see Lin, A Concordance Correlation Coefficient to Evaluate Reproducibility, Biometrics 45, 1989
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, concordanceCorrelation } from '@gradkit/metrics';
 * const metric = concordanceCorrelation({ axis: 0 });
 * console.log(computeMetric(metric, tensor([1, 2, 3]), tensor([2, 3, 4])).item().toFixed(4)); // 0.5714, 4 / 7
 * ```
 */
export function concordanceCorrelation(options: CorrelationOptions = {}): Metric<Tree<Tensor>> {
  return correlationMetric('concordanceCorrelation', options, (moments) => {
    const { weight, meanTrue, meanPred, varianceTrue, variancePred, covariance } = moments;
    const shift = mul(weight, square(sub(meanTrue, meanPred)));
    return div(mul(covariance, 2), add(add(varianceTrue, variancePred), shift));
  });
}
