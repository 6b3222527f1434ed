import { clip, div, log, logSoftmax, sum, type Tensor } from '@gradkit/core';

/** Probabilities are kept this far from 0 and 1, so that a confident mistake costs −log 10⁻⁷ ≈ 16 and not infinity. */
export const epsilon = 1e-7;

/** The logarithms of class probabilities, from logits or from probabilities, which are made to sum to 1 first. */
export function logProbabilities(yPred: Tensor, axis: number, fromLogits: boolean): Tensor {
  if (fromLogits) return logSoftmax(yPred, { axis });
  return log(clip(div(yPred, sum(yPred, { axis, keepDims: true })), epsilon, 1 - epsilon));
}
