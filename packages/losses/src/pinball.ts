import { checkOptions, less, mul, sub, type Tensor, where } from '@gradkit/core';
import { checkNumber } from './check-number.ts';
import { createLoss } from './create-loss.ts';
import type { Loss, LossOptions } from './loss.ts';
import { outputMean } from './output-mean.ts';
import { alignTarget } from './shapes.ts';

/** Options of {@link pinball}. */
export interface PinballOptions extends LossOptions {
  /** Which share of the truths should lie below the predictions, from 0 to 1; default 0.5, the median. */
  readonly quantile?: number | undefined;
}

/**
 * What a model is trained with to predict a quantile: distances that count `quantile` where the prediction is too low and
 * `1 − quantile` where it is too high.
 *
 * ```text
 * loss = mean(q · e)        where e ≥ 0,  e = yTrue − yPred, q = quantile
 *        mean((q − 1) · e)  elsewhere
 * ```
 *
 * Truth and prediction have one shape, `[B, …, N]`; `[B]` counts as `[B, 1]`. The value of a sample is the mean over its
 * last axis; `reduction` joins them: `none` returns `[B, …]`. Two models, for 0.05 and 0.95, give an interval that holds
 * nine of ten truths.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats; ArgumentError when `quantile` is
 * outside [0, 1]
 * @see Koenker and Bassett, Regression Quantiles, Econometrica 46, 1978
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { pinball } from '@gradkit/losses';
 * const loss = pinball({ quantile: 0.75, reduction: 'none' });
 * console.log(loss(tensor([0, 0]), tensor([-4, 4])).toArray()); // [3, 1]
 * ```
 */
export function pinball(options: PinballOptions = {}): Loss {
  const name = 'pinball';
  checkOptions(name, options, ['quantile', 'reduction']);
  const { quantile = 0.5, reduction } = options;
  checkNumber(name, 'quantile', quantile, 0, 1);
  const values = (yTrue: Tensor, yPred: Tensor): Tensor => {
    const error = sub(alignTarget(name, yTrue, yPred), yPred);
    return outputMean(where(less(error, 0), mul(error, quantile - 1), mul(error, quantile)));
  };
  return createLoss(name, values, { reduction });
}
