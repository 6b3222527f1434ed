import { add, log, mul, sub } from '@gradkit/core';
import { createLoss } from './create-loss.ts';
import type { Loss, LossOptions } from './loss.ts';
import { outputMean } from './output-mean.ts';
import { epsilon } from './probabilities.ts';
import { alignTarget } from './shapes.ts';

/**
 * The negative log-likelihood of counts whose mean is predicted, but for a term that depends on the counts alone.
 *
 * ```text
 * loss = mean(yPred − yTrue · log(yPred + 10⁻⁷))
 * ```
 *
 * Truth and prediction have one shape, `[B, …, N]`; `[B]` counts as `[B, 1]`. The value of a sample is the mean over its
 * last axis; `reduction` joins them: `none` returns `[B, …]`. Predictions are means, so above 0: use it behind an
 * activation that is positive. A negative one gives NaN.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats
 * @see McCullagh and Nelder, Generalized Linear Models, 2nd ed., 1989, chapter 6
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { poisson } from '@gradkit/losses';
 * console.log(poisson()(tensor([3, 0]), tensor([1, 2])).item()); // 1.4999…, 3 / 2 but for the 10⁻⁷
 * ```
 */
export function poisson(options: LossOptions = {}): Loss {
  const name = 'poisson';
  return createLoss(
    name,
    (yTrue, yPred) => outputMean(sub(yPred, mul(alignTarget(name, yTrue, yPred), log(add(yPred, epsilon))))),
    options,
  );
}
