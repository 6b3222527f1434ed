import { square, sub } from '@gradkit/core';
import { createLoss } from './create-loss.ts';
import type { Loss, LossOptions } from './loss.ts';
import { outputMean } from './output-mean.ts';
import { alignTarget } from './shapes.ts';

/**
 * The mean of squared differences, for regressions.
 *
 * ```text
 * loss = mean((yTrue − yPred)²)
 * ```
 *
 * Truth and prediction have one shape, `[B, …, N]`; `[B]` counts as `[B, 1]`. The value of a sample is the mean over its
 * last axis; `reduction` joins them: `none` returns `[B, …]`.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats
 * @see Gauss, Theoria Motus Corporum Coelestium, 1809
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { meanSquaredError } from '@gradkit/losses';
 * console.log(meanSquaredError()(tensor([1, 2]), tensor([1, 4])).item()); // 2
 * ```
 */
export function meanSquaredError(options: LossOptions = {}): Loss {
  const name = 'meanSquaredError';
  return createLoss(name, (yTrue, yPred) => outputMean(square(sub(yPred, alignTarget(name, yTrue, yPred)))), options);
}
