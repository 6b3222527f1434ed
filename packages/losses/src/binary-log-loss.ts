import { add, clip, exp, lessEqual, log, log1p, mul, neg, sub, type Tensor, where } from '@gradkit/core';
import { epsilon } from './probabilities.ts';

/** The cross-entropy of each yes-or-no question, with truths z from 0 to 1. */
export function binaryLogLoss(z: Tensor, yPred: Tensor, fromLogits: boolean): Tensor {
  return fromLogits ? fromLogit(z, yPred) : fromProbability(z, yPred);
}

/**
 * `max(x, 0) − x·z + log(1 + e^−|x|)`. The two large terms cancel before the small one is added. Choosing by a comparison
 * instead of by max and abs keeps derivatives of every order right at a logit of 0, where training often starts.
 */
function fromLogit(z: Tensor, x: Tensor): Tensor {
  const negative = lessEqual(x, 0);
  return add(sub(where(negative, 0, x), mul(x, z)), log1p(exp(where(negative, x, neg(x)))));
}

function fromProbability(z: Tensor, yPred: Tensor): Tensor {
  const p = clip(yPred, epsilon, 1 - epsilon);
  return neg(add(mul(z, log(p)), mul(sub(1, z), log1p(neg(p)))));
}
