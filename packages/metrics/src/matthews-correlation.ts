import { mul, sqrt, square, sub, sum, type Tensor, trace } from '@gradkit/core';
import { classMetric } from './class-metric.ts';
import type { ConfusionMatrixOptions } from './confusion-matrix.ts';
import type { Metric } from './metric.ts';
import { quotient } from './quotient.ts';

/**
 * The correlation of true and predicted classes, from −1 to 1: fair also where classes are rare.
 *
 * ```text
 * result = (c · s − Σ_k p_k · t_k) / √((s² − Σ_k p_k²) · (s² − Σ_k t_k²))   0 if the divisor is
 * s = number of samples, c = number of right ones, t_k and p_k = how often class k is true and predicted
 * two classes: (TP · TN − FP · FN) / √((TP + FP)(TP + FN)(TN + FP)(TN + FN))
 * ```
 *
 * Predictions are `[B, …, C]` with class ids `[B, …]`, `[B, …, 1]` or one-hot rows `[B, …, C]`; for two classes also one output.
 * The result is a float64 scalar.
 *
 * @throws ArgumentError when `classes` is not an integer of at least 2; ShapeError when the shapes do not fit; DTypeError when
 * predictions are not floats
 * @see Matthews, Comparison of the Predicted and Observed Secondary Structure of T4 Phage Lysozyme, Biochimica et Biophysica
 * Acta 405, 1975
 * @see Gorodkin, Comparing Two K-category Assignments by a K-category Correlation Coefficient, Computational Biology and
 * Chemistry 28, 2004
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, matthewsCorrelation } from '@gradkit/metrics';
 * const [truth, predictions] = [tensor([0, 0, 1, 1]), tensor([0.1, 0.2, 0.3, 0.9])];
 * console.log(computeMetric(matthewsCorrelation({ classes: 2 }), truth, predictions).item()); // 0.5773…, 2 / √12
 * ```
 */
export function matthewsCorrelation(options: ConfusionMatrixOptions): Metric<Tensor> {
  return classMetric('matthewsCorrelation', options, ({ counts, rows, columns, total }) => {
    const agreement = sub(mul(trace(counts), total), sum(mul(rows, columns)));
    const spread = mul(sub(square(total), sum(square(rows))), sub(square(total), sum(square(columns))));
    return quotient(agreement, sqrt(spread));
  });
}
