import { log1p, maximum, square, sub, type Tensor } from '@gradkit/core';
import { createLoss } from './create-loss.ts';
import type { Loss, LossOptions } from './loss.ts';
import { outputMean } from './output-mean.ts';
import { epsilon } from './probabilities.ts';
import { alignTarget } from './shapes.ts';

/**
 * The mean of squared differences of logarithms, for targets that grow by factors, such as counts or prices.
 *
 * ```text
 * loss = mean((log(1 + max(yTrue, 10⁻⁷)) − log(1 + max(yPred, 10⁻⁷)))²)
 * ```
 *
 * Truth and prediction have one shape, `[B, …, N]`; `[B]` counts as `[B, 1]`. The value of a sample is the mean over its
 * last axis; `reduction` joins them: `none` returns `[B, …]`. Below 10⁻⁷ a prediction has no derivative: use it behind an
 * activation that is positive, such as softplus.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { meanSquaredLogarithmicError } from '@gradkit/losses';
 * const loss = meanSquaredLogarithmicError();
 * console.log(loss(tensor([99]), tensor([9])).item()); // 5.3018…, (log 10)²
 * ```
 */
export function meanSquaredLogarithmicError(options: LossOptions = {}): Loss {
  const name = 'meanSquaredLogarithmicError';
  const logarithm = (x: Tensor): Tensor => log1p(maximum(x, epsilon));
  return createLoss(
    name,
    (yTrue, yPred) => outputMean(square(sub(logarithm(yPred), logarithm(alignTarget(name, yTrue, yPred))))),
    options,
  );
}
