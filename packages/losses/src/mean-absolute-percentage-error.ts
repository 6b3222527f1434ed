import { abs, div, maximum, mul, sub } from '@gradkit/core';
import { createLoss } from './create-loss.ts';
import type { Loss, LossOptions } from './loss.ts';
import { outputMean } from './output-mean.ts';
import { epsilon } from './probabilities.ts';
import { alignTarget } from './shapes.ts';

/**
 * The mean distance in percent of the truth, for targets whose sizes differ widely.
 *
 * ```text
 * loss = 100 · mean(|yTrue − yPred| / max(|yTrue|, 10⁻⁷))
 * ```
 *
 * Truth and prediction have one shape, `[B, …, N]`; `[B]` counts as `[B, 1]`. The value of a sample is the mean over its
 * last axis; `reduction` joins them: `none` returns `[B, …]`. A target of 0 makes it very large: prefer
 * `meanAbsoluteError` where there are such.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { meanAbsolutePercentageError } from '@gradkit/losses';
 * console.log(meanAbsolutePercentageError()(tensor([2, 10]), tensor([1, 10])).item()); // 25
 * ```
 */
export function meanAbsolutePercentageError(options: LossOptions = {}): Loss {
  const name = 'meanAbsolutePercentageError';
  return createLoss(
    name,
    (yTrue, yPred) => {
      const target = alignTarget(name, yTrue, yPred);
      return mul(outputMean(abs(div(sub(target, yPred), maximum(abs(target), epsilon)))), 100);
    },
    options,
  );
}
