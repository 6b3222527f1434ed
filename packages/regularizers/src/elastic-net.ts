import {
  abs,
  add,
  cast,
  div,
  lessEqual,
  mul,
  sign,
  square,
  stopGradient,
  sub,
  sum,
  type Tensor,
  where,
} from '@gradkit/core';
import type { Regularizer } from './regularizer.ts';

/**
 * The penalty `λ₁ · Σ|w| + λ₂ · Σw²`, with its gradient or with its proximal step.
 *
 * ```text
 * proximal(w, ρ) = argmin_v ½‖v − w‖² + ρ · penalty(v) = sign(w) · max(|w| − ρλ₁, 0) / (1 + 2ρλ₂)
 * ```
 */
export function elasticNet(lambda1: number, lambda2: number, proximal: boolean): Regularizer {
  const penalty = (value: Tensor): Tensor => {
    if (lambda2 === 0) return mul(sum(abs(value)), lambda1);
    if (lambda1 === 0) return mul(sum(square(value)), lambda2);
    return sum(add(mul(abs(value), lambda1), mul(square(value), lambda2)));
  };
  if (!proximal) return penalty;
  // What the optimizer does at once must not be done by the gradient as well.
  return Object.assign((value: Tensor): Tensor => penalty(stopGradient(value)), {
    proximal(value: Tensor, learningRate: Tensor): Tensor {
      const rate = cast(learningRate, value.dtype);
      const sparse = lambda1 === 0 ? value : softThreshold(value, mul(rate, lambda1));
      return lambda2 === 0 ? sparse : div(sparse, add(mul(rate, 2 * lambda2), 1));
    },
  });
}

function softThreshold(value: Tensor, threshold: Tensor): Tensor {
  return where(lessEqual(abs(value), threshold), 0, sub(value, mul(sign(value), threshold)));
}
