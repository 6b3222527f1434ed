import { maximum, mul, square, sub } from '@gradkit/core';
import { createLoss } from './create-loss.ts';
import type { Loss, LossOptions } from './loss.ts';
import { outputMean } from './output-mean.ts';
import { alignTarget } from './shapes.ts';
import { signedLabels } from './signed-labels.ts';

/**
 * The square of the hinge: smooth at the margin, and harder on predictions that are far on the wrong side.
 *
 * ```text
 * loss = mean(max(1 − y · yPred, 0)²),   y = yTrue as −1 or 1
 * ```
 *
 * Labels are −1 and 1, or 0 and 1; predictions are of any size, their sign decides. Truth and prediction have one shape,
 * `[B, …, N]`; `[B]` counts as `[B, 1]`. The value of a sample is the mean over its last axis; `reduction` joins them:
 * `none` returns `[B, …]`.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats
 * @see Lee and Lin, A Study on L2-Loss (Squared Hinge-Loss) Multiclass SVM, Neural Computation 25, 2013
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { squaredHinge } from '@gradkit/losses';
 * console.log(squaredHinge({ reduction: 'none' })(tensor([1, 0]), tensor([2, 0.5])).toArray()); // [0, 2.25]
 * ```
 */
export function squaredHinge(options: LossOptions = {}): Loss {
  const name = 'squaredHinge';
  return createLoss(
    name,
    (yTrue, yPred) => outputMean(square(maximum(sub(1, mul(signedLabels(alignTarget(name, yTrue, yPred)), yPred)), 0))),
    options,
  );
}
