import { checkOptions, less, lessEqual, mul, neg, square, sub, type Tensor, where } from '@gradkit/core';
import { checkPositive } from './check-number.ts';
import { createLoss } from './create-loss.ts';
import type { Loss, LossOptions } from './loss.ts';
import { outputMean } from './output-mean.ts';
import { alignTarget } from './shapes.ts';

/** Options of {@link huber}. */
export interface HuberOptions extends LossOptions {
  /** The distance up to which errors are squared, above 0; default 1. */
  readonly delta?: number | undefined;
}

/**
 * Squared for small errors and linear for large ones: smooth as the squared error, and as little moved by outliers as the
 * absolute one.
 *
 * ```text
 * loss = mean(½ e²)              where |e| ≤ delta,  e = yPred − yTrue
 *        mean(delta · |e| − ½ delta²)  elsewhere
 * ```
 *
 * Truth and prediction have one shape, `[B, …, N]`; `[B]` counts as `[B, 1]`. The value of a sample is the mean over its
 * last axis; `reduction` joins them: `none` returns `[B, …]`. PyTorch's `SmoothL1Loss(beta)` is `huber({ delta: beta })`
 * divided by `beta`.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats; ArgumentError when `delta` is not
 * above 0
 * @see Huber, Robust Estimation of a Location Parameter, Annals of Mathematical Statistics 35, 1964
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { huber } from '@gradkit/losses';
 * console.log(huber({ reduction: 'none' })(tensor([0, 0]), tensor([0.5, 10])).toArray()); // [0.125, 9.5]
 * ```
 */
export function huber(options: HuberOptions = {}): Loss {
  const name = 'huber';
  checkOptions(name, options, ['delta', 'reduction']);
  const { delta = 1, reduction } = options;
  checkPositive(name, 'delta', delta);
  const values = (yTrue: Tensor, yPred: Tensor): Tensor => {
    const error = sub(yPred, alignTarget(name, yTrue, yPred));
    const distance = where(less(error, 0), neg(error), error);
    const small = lessEqual(distance, delta);
    // The square of a large error could overflow, and its derivative with it.
    const squared = mul(square(where(small, error, 0)), 0.5);
    return outputMean(where(small, squared, mul(sub(distance, delta / 2), delta)));
  };
  return createLoss(name, values, { reduction });
}
