import { maximum, mul, sub } from '@gradkit/core';
import { createLoss } from './create-loss.ts';
import type { Loss, LossOptions } from './loss.ts';
import { outputMean } from './output-mean.ts';
import { alignTarget } from './shapes.ts';
import { signedLabels } from './signed-labels.ts';

/**
 * The loss of support vector machines: nothing for predictions that are right by a margin of 1, and linear below it.
 *
 * ```text
 * loss = mean(max(1 − y · yPred, 0)),   y = yTrue as −1 or 1
 * ```
 *
 * Labels are −1 and 1, or 0 and 1; predictions are of any size, their sign decides. Truth and prediction have one shape,
 * `[B, …, N]`; `[B]` counts as `[B, 1]`. The value of a sample is the mean over its last axis; `reduction` joins them:
 * `none` returns `[B, …]`.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats
 * @see Cortes and Vapnik, Support-Vector Networks, Machine Learning 20, 1995
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { hinge } from '@gradkit/losses';
 * console.log(hinge({ reduction: 'none' })(tensor([1, 0]), tensor([2, 0.5])).toArray()); // [0, 1.5]
 * ```
 */
export function hinge(options: LossOptions = {}): Loss {
  const name = 'hinge';
  return createLoss(
    name,
    (yTrue, yPred) => outputMean(maximum(sub(1, mul(signedLabels(alignTarget(name, yTrue, yPred)), yPred)), 0)),
    options,
  );
}
