import { abs, sub } from '@gradkit/core';
import { createLoss } from './create-loss.ts';
import type { Loss, LossOptions } from './loss.ts';
import { outputMean } from './output-mean.ts';
import { alignTarget } from './shapes.ts';

/**
 * The mean of distances, for regressions in which a few targets are far off: it leads to the median, not to the mean.
 *
 * ```text
 * loss = mean(|yTrue − yPred|)
 * ```
 *
 * Truth and prediction have one shape, `[B, …, N]`; `[B]` counts as `[B, 1]`. The value of a sample is the mean over its
 * last axis; `reduction` joins them: `none` returns `[B, …]`. The derivative is ±1 / N, and 0 where the prediction is right.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { meanAbsoluteError } from '@gradkit/losses';
 * console.log(meanAbsoluteError()(tensor([1, 2]), tensor([1, 4])).item()); // 1
 * ```
 */
export function meanAbsoluteError(options: LossOptions = {}): Loss {
  const name = 'meanAbsoluteError';
  return createLoss(name, (yTrue, yPred) => outputMean(abs(sub(yPred, alignTarget(name, yTrue, yPred)))), options);
}
