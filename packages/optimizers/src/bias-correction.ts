import { expm1, mul, neg, type Tensor } from '@gradkit/core';

/**
 * `1 − betaᵗ`: what a moving average that began at 0 has of its full size after t steps.
 *
 * As `−expm1(t · ln beta)`: in float32, 0.999 itself is wrong by 3 · 10⁻⁵ of `1 − 0.999`.
 *
 * @param beta the factor of the average, in (0, 1)
 * @param step the number of steps, as an update rule is given it
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { biasCorrection } from '@gradkit/optimizers';
 * console.log(biasCorrection(0.5, tensor(2)).item()); // 0.75…
 * ```
 */
export function biasCorrection(beta: number, step: Tensor): Tensor {
  return neg(expm1(mul(step, Math.log(beta))));
}
