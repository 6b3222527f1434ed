import {
  ArgumentError,
  abs,
  arange,
  describe,
  div,
  expandDims,
  minimum,
  mul,
  outer,
  square,
  sub,
  sum,
  type Tensor,
} from '@gradkit/core';
import { classMetric } from './class-metric.ts';
import type { ConfusionMatrixOptions } from './confusion-matrix.ts';
import type { Metric } from './metric.ts';

/** Options of {@link cohenKappa}. */
export interface CohenKappaOptions extends ConfusionMatrixOptions {
  /**
   * How bad it is to take one class for another: `none`, always the same; `linear` and `quadratic`, by the distance of their
   * ids, for classes in an order. Default `none`.
   */
  readonly weighting?: 'none' | 'linear' | 'quadratic' | undefined;
}

/**
 * How much better predictions agree with the truth than guesses of the same frequencies would: 1 for all right, 0 for no
 * better.
 *
 * ```text
 * κ = 1 − Σ_ij d_ij · C_ij / Σ_ij d_ij · E_ij,   E_ij = Σ_k C_ik · Σ_k C_kj / Σ C
 * d_ij = [i ≠ j], |i − j| or (i − j)²,  C the confusion matrix
 * ```
 *
 * Predictions are `[B, …, C]` with class ids `[B, …]`, `[B, …, 1]` or one-hot rows `[B, …, C]`; for two classes also one output.
 * The result is a float64 scalar, NaN before the first sample, and where truth and predictions are all of one class.
 *
 * @throws ArgumentError when `classes` is not an integer of at least 2, or the weighting is unknown; ShapeError when the shapes
 * do not fit; DTypeError when predictions are not floats
 * @see Cohen, A Coefficient of Agreement for Nominal Scales, Educational and Psychological Measurement 20, 1960
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { cohenKappa, computeMetric } from '@gradkit/metrics';
 * const [truth, predictions] = [tensor([0, 0, 1, 1]), tensor([0.1, 0.2, 0.3, 0.9])];
 * console.log(computeMetric(cohenKappa({ classes: 2 }), truth, predictions).item()); // 0.5
 * ```
 */
export function cohenKappa({ weighting = 'none', ...options }: CohenKappaOptions): Metric<Tensor> {
  if (!['none', 'linear', 'quadratic'].includes(weighting)) {
    throw new ArgumentError(`cohenKappa: weighting is 'none', 'linear' or 'quadratic', got ${describe(weighting)}.`);
  }
  return classMetric('cohenKappa', options, ({ counts, rows, columns, total }) => {
    const ids = arange(0, options.classes, 1, { dtype: 'float64' });
    const distance = abs(sub(expandDims(ids, 1), ids));
    const cost: Tensor = { none: minimum(distance, 1), linear: distance, quadratic: square(distance) }[weighting];
    const expected = div(outer(rows, columns), total);
    return sub(1, div(sum(mul(cost, counts)), sum(mul(cost, expected))));
  });
}
