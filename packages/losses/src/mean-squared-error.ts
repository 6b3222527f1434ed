import { checkOptions, mean, square, sub } from '@gradkit/core';
import { checkReduction, type Loss, type LossOptions, reduceSamples } from './loss.ts';
import { alignTarget } from './shapes.ts';

/**
 * The mean of squared differences, for regressions.
 *
 * `loss = mean((yTrue − yPred)²)`
 *
 * Truth and prediction have one shape, `[B, …, N]`; `[B]` counts as `[B, 1]`. The value of a sample is the mean over its
 * last axis; `reduction` joins them: `none` returns `[B, …]`.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { meanSquaredError } from '@gradkit/losses';
 * console.log(meanSquaredError()(tensor([1, 2]), tensor([1, 4])).item()); // 2
 * ```
 */
export function meanSquaredError(options: LossOptions = {}): Loss {
  checkOptions('meanSquaredError', options, ['reduction']);
  const reduction = checkReduction('meanSquaredError', options.reduction);
  return (yTrue, yPred) => {
    const target = alignTarget('meanSquaredError', yTrue, yPred, 'Give the target the shape of the output.');
    const errors = square(sub(yPred, target));
    return reduceSamples(yPred.rank > 1 ? mean(errors, { axis: -1 }) : errors, reduction);
  };
}
