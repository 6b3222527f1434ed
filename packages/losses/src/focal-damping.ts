import { equal, pow, type Tensor, where } from '@gradkit/core';

/** `missingᵞ`: how much an answer counts of which this share is missing, as little as it is almost right. */
export function focalDamping(missing: Tensor, gamma: number): Tensor {
  if (gamma === 0 || gamma >= 1) return pow(missing, gamma);
  // The slope of such a power is infinite at 0, where answers are quite right and the loss that it multiplies is flat.
  const isRight = equal(missing, 0);
  return where(isRight, 0, pow(where(isRight, 1, missing), gamma));
}
