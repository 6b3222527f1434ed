import {
  add,
  div,
  equal,
  mul,
  norm,
  pad,
  pow,
  slidingWindow,
  square,
  std,
  sub,
  sum,
  type Tensor,
  where,
} from '@gradkit/core';
import { alongAxis, axesFrom } from '../compositions/axes.ts';
import { inverseDeviation, moments, rootMeanSquareNormal, standardize } from '../compositions/normalization.ts';
import type { Adaptors } from '../suite/adaptor.ts';
import type { OperatorCall } from '../suite/operator-call.ts';

/** Functions that bring activations to a common scale. */
export const normalization: Adaptors = {
  BatchNormalization: (call) => {
    const x = call.input(0);
    const [scale, bias, oldMean, oldVariance] = [1, 2, 3, 4].map((i) => alongAxis(call.input(i), 1, x.rank)) as Four;
    const [momentum, isTraining] = [call.number('momentum', 0.9), call.flag('training_mode', false)];
    const epsilon = call.number('epsilon', 1e-5);
    if (!isTraining) return standardize(x, oldMean, oldVariance, epsilon, scale, bias);
    const [average, spread] = moments(x, [0, ...axesFrom(2, x.rank)]);
    const running = (old: Tensor, now: Tensor): Tensor => add(mul(old, momentum), mul(now, 1 - momentum)).reshape([-1]);
    return [
      standardize(x, average, spread, epsilon, scale, bias),
      running(oldMean, average),
      running(oldVariance, spread),
    ];
  },
  GroupNormalization: (call) => {
    const x = call.input(0);
    const groups = x.reshape([x.shape[0] as number, call.number('num_groups', 1), -1]);
    const normal = standardize(groups, ...moments(groups, [2]), call.number('epsilon', 1e-5)).reshape(x.shape);
    return add(mul(normal, alongAxis(call.input(1), 1, x.rank)), alongAxis(call.input(2), 1, x.rank));
  },
  InstanceNormalization: (call) => {
    const x = call.input(0);
    const [scale, bias] = [1, 2].map((i) => alongAxis(call.input(i), 1, x.rank)) as [Tensor, Tensor];
    return standardize(x, ...moments(x, axesFrom(2, x.rank)), call.number('epsilon', 1e-5), scale, bias);
  },
  LayerNormalization: (call) => {
    const x = call.input(0);
    const epsilon = call.number('epsilon', 1e-5);
    const [average, spread] = moments(x, axesFrom(call.number('axis', -1), x.rank));
    const normal = standardize(x, average, spread, epsilon, call.input(1), call.optional(2));
    return [normal, average, inverseDeviation(spread, epsilon)];
  },
  LpNormalization: (call) => {
    const x = call.input(0);
    const length = norm(x, { axis: call.number('axis', -1), keepDims: true, ord: call.number('p', 2) });
    // Zeros stay zeros.
    return div(x, where(equal(length, 0), 1, length));
  },
  LRN: localResponse,
  MeanVarianceNormalization: (call) => {
    const x = call.input(0);
    const axis = call.numbers('axes', [0, 2, 3]);
    return div(sub(x, moments(x, axis)[0]), add(std(x, { axis, keepDims: true }), 1e-9));
  },
  RMSNormalization: (call) => {
    const x = call.input(0);
    const axis = axesFrom(call.number('axis', -1), x.rank);
    return mul(rootMeanSquareNormal(x, { axis }, call.number('epsilon', 1e-5)), call.input(1));
  },
};

type Four = [Tensor, Tensor, Tensor, Tensor];

/** `x / (bias + α / n · Σ x²)^β`, the sum over `n` neighbouring channels. */
function localResponse(call: OperatorCall): Tensor {
  const x = call.input(0);
  const size = call.number('size', 1);
  const [alpha, beta, bias] = [call.number('alpha', 1e-4), call.number('beta', 0.75), call.number('bias', 1)];
  const before = Math.floor((size - 1) / 2);
  const margins = x.shape.map((_, axis): [number, number] => (axis === 1 ? [before, size - 1 - before] : [0, 0]));
  const near = sum(slidingWindow(pad(square(x), margins), size, { axis: 1 }), { axis: -1 });
  return div(x, pow(add(mul(near, alpha / size), bias), beta));
}
