import { ArgumentError, cast, checkOptions, describe, mul, type Tensor } from '@gradkit/core';
import type { Metric } from './metric.ts';
import { addValues, emptyMean, type MeanState, meanOf } from './streaming-mean.ts';
import { alignWeight } from './weights.ts';

/** A loss as `@gradkit/losses` has them, or any function of truth and prediction. */
export interface LossFunction {
  (yTrue: Tensor, yPred: Tensor): Tensor;
  /** The values of single samples, without which a loss cannot be weighted here. */
  readonly perSample?:
    | ((yTrue: Tensor, yPred: Tensor) => { readonly values: Tensor; readonly mask?: Tensor | undefined })
    | undefined;
}

/** Options of {@link lossMetric}. */
export interface LossMetricOptions {
  /** Default: the name of the loss, such as `meanAbsoluteError`. */
  readonly name?: string | undefined;
}

/**
 * Any loss as a metric: its mean over all samples of all batches.
 *
 * ```text
 * result = Σ m · w · v / Σ m · w   over the values v of samples, with weights w and the mask m of the loss
 * ```
 *
 * Losses and metrics share no names: what Keras has in both is a loss here, and `lossMetric(meanAbsoluteError())`,
 * `lossMetric(hinge())` or `lossMetric(logCosh())` is the metric. The reduction of the loss does not matter. Of a function
 * of your own that returns a scalar, that scalar counts as the mean over the batch; a vector, as one value per sample.
 *
 * The result is a float64 scalar, NaN before the first sample. Smaller is better.
 *
 * @throws ArgumentError when the loss is no function or has no name; the metric throws it when weights come to a loss that
 * gives only a scalar
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { meanAbsoluteError } from '@gradkit/losses';
 * import { computeMetric, lossMetric } from '@gradkit/metrics';
 * console.log(computeMetric(lossMetric(meanAbsoluteError()), tensor([1, 2]), tensor([1, 4])).item()); // 1
 * ```
 */
export function lossMetric(loss: LossFunction, options: LossMetricOptions = {}): Metric<MeanState> {
  if (typeof loss !== 'function') {
    throw new ArgumentError(`lossMetric: needs a loss such as meanAbsoluteError(), got ${describe(loss)}.`);
  }
  checkOptions('lossMetric', options, ['name']);
  const name = options.name ?? loss.name;
  if (!name) throw new ArgumentError('lossMetric: the loss has no name. Give one: lossMetric(loss, { name }).');

  return {
    name,
    direction: 'min',
    initial: emptyMean,
    update: (state, yTrue, yPred, sampleWeight) => {
      const { values, mask } = loss.perSample?.(yTrue, yPred) ?? { values: loss(yTrue, yPred), mask: undefined };
      if (loss.perSample === undefined && values.rank === 0) {
        if (sampleWeight === undefined) return addValues(name, state, values, cast(yTrue.shape[0] ?? 1, 'float64'));
        throw new ArgumentError(
          `${name}: a loss that gives one number cannot weigh samples. Make it with createLoss() of @gradkit/losses.`,
        );
      }
      if (mask === undefined) return addValues(name, state, values, sampleWeight);
      const counts = alignWeight(name, mask, values.shape);
      const weight = sampleWeight === undefined ? counts : mul(counts, alignWeight(name, sampleWeight, values.shape));
      return addValues(name, state, values, weight);
    },
    result: meanOf,
  };
}
