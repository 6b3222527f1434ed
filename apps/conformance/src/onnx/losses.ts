import {
  cast,
  div,
  equal,
  expandDims,
  logSoftmax,
  mean,
  moveAxis,
  mul,
  neg,
  onesLike,
  squeeze,
  sum,
  type Tensor,
  take,
  takeAlongAxis,
  where,
} from '@gradkit/core';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import type { Adaptors } from '../suite/adaptor.ts';
import type { OperatorCall } from '../suite/operator-call.ts';

/** Losses over classes, which lie along axis 1. */
export const losses: Adaptors = {
  NegativeLogLikelihoodLoss: (call) => {
    const labels = expandDims(call.input(1), -1);
    const own = takeAlongAxis(moveAxis(call.input(0), 1, -1), labels);
    return reduced(call, neg(squeeze(own, { axis: -1 })), call.number('ignore_index'));
  },
  SoftmaxCrossEntropyLoss: (call) => {
    const logits = moveAxis(call.input(0), 1, -1);
    const ignoreClass = call.number('ignore_index');
    const loss = sparseCategoricalCrossentropy({ fromLogits: true, reduction: 'none', ignoreClass });
    return [reduced(call, loss(call.input(1), logits), ignoreClass), logSoftmax(call.input(0), { axis: 1 })];
  },
};

/** Samples weighted by their class, those of the ignored class by 0; their mean is divided by the sum of the weights. */
function reduced(call: OperatorCall, samples: Tensor, ignored: number | undefined): Tensor {
  const [labels, classWeights] = [call.input(1), call.optional(2)];
  const given = classWeights === undefined ? onesLike(samples) : take(classWeights, labels);
  const weights = ignored === undefined ? given : where(equal(labels, ignored), 0, given);
  // A sample that is not counted may be NaN: its label need not be a class.
  const weighted = where(equal(weights, 0), 0, mul(samples, cast(weights, samples.dtype)));
  const reduction = call.text('reduction', 'mean');
  if (reduction === 'none') return weighted;
  if (reduction === 'sum') return sum(weighted);
  return classWeights === undefined && ignored === undefined ? mean(weighted) : div(sum(weighted), sum(weights));
}
