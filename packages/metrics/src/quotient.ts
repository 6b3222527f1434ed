import { div, equal, type Tensor, where } from '@gradkit/core';

/** The quotient, and 0 where the divisor is 0: the share of nothing. */
export function quotient(part: Tensor, whole: Tensor): Tensor {
  const isNothing = equal(whole, 0);
  return where(isNothing, 0, div(part, where(isNothing, 1, whole)));
}
