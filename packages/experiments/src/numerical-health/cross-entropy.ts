import { div, exp, log, logSoftmax, max, neg, sub, sum, type Tensor } from '@gradkit/core';
import type { FormName } from './forms.ts';

/** A cross-entropy and what is computed on its way. */
export interface CrossEntropy {
  /** `e^z`, of the scores or of what is left of them after the largest is subtracted. */
  readonly exponentials: Tensor;
  readonly probabilities: Tensor;
  /** One for each sample: −log of the probability of its class. */
  readonly losses: Tensor;
}

const lastAxis = { axis: -1, keepDims: true } as const;

/** The cross-entropy of scores `z`, `[samples, classes]`, and classes as 0 and 1, of the same shape. */
export const crossEntropies: Readonly<Record<FormName, (z: Tensor, truth: Tensor) => CrossEntropy>> = {
  /** p = eᶻ / Σ eᶻ: overflows where z is large, and 0 has no logarithm. */
  naive(z, truth) {
    const exponentials = exp(z);
    const probabilities = div(exponentials, sum(exponentials, lastAxis));
    return { exponentials, probabilities, losses: neg(log(sum(probabilities.mul(truth), { axis: -1 }))) };
  },
  /** p = eᶻ⁻ᵐ / Σ eᶻ⁻ᵐ with m the largest z: does not overflow, but small p are still 0. */
  shifted(z, truth) {
    const exponentials = exp(sub(z, max(z, lastAxis)));
    const probabilities = div(exponentials, sum(exponentials, lastAxis));
    return { exponentials, probabilities, losses: neg(log(sum(probabilities.mul(truth), { axis: -1 }))) };
  },
  /** log p = z − m − log Σ eᶻ⁻ᵐ: no probability is formed before its logarithm. */
  stable(z, truth) {
    const logarithms = logSoftmax(z);
    return {
      exponentials: exp(sub(z, max(z, lastAxis))),
      probabilities: exp(logarithms),
      losses: neg(sum(logarithms.mul(truth), { axis: -1 })),
    };
  },
};
