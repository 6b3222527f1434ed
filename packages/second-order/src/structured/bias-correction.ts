import { expm1, mul, neg, type Tensor } from '@gradkit/core';

/** `1 − betaᵗ`: what a moving average that began at 0 has of its full size after t steps. */
export function biasCorrection(beta: number, step: Tensor): Tensor {
  return neg(expm1(mul(step, Math.log(beta))));
}
