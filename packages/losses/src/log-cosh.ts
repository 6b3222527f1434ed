import { add, exp, less, log1p, mul, neg, sinh, square, sub, type Tensor, where } from '@gradkit/core';
import { createLoss } from './create-loss.ts';
import type { Loss, LossOptions } from './loss.ts';
import { outputMean } from './output-mean.ts';
import { alignTarget } from './shapes.ts';

/**
 * The logarithm of the hyperbolic cosine of errors: nearly `½ e²` for small ones and `|e| − log 2` for large ones, with
 * derivatives of every order.
 *
 * ```text
 * loss = mean(log cosh(yPred − yTrue)),   derivative tanh(yPred − yTrue) / N
 * ```
 *
 * Truth and prediction have one shape, `[B, …, N]`; `[B]` counts as `[B, 1]`. The value of a sample is the mean over its
 * last axis; `reduction` joins them: `none` returns `[B, …]`.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats
 * @see Green, Iteratively Reweighted Least Squares for Maximum Likelihood Estimation, J. Royal Statistical Society B 46,
 * 1984
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { logCosh } from '@gradkit/losses';
 * console.log(logCosh({ reduction: 'none' })(tensor([0, 0]), tensor([0, 1000])).toArray()); // [0, 999.3068…]
 * ```
 */
export function logCosh(options: LossOptions = {}): Loss {
  const name = 'logCosh';
  return createLoss(
    name,
    (yTrue, yPred) => outputMean(logCoshOf(sub(yPred, alignTarget(name, yTrue, yPred)))),
    options,
  );
}

/** Below 1 by `½ log(1 + sinh² x)`, which keeps the smallest values; above by `x + log(1 + e⁻²ˣ) − log 2`, which keeps all. */
function logCoshOf(x: Tensor): Tensor {
  const distance = where(less(x, 0), neg(x), x);
  const small = less(distance, 1);
  const nearZero = mul(log1p(square(sinh(where(small, x, 0)))), 0.5);
  return where(small, nearZero, add(sub(distance, Math.LN2), log1p(exp(mul(distance, -2)))));
}
