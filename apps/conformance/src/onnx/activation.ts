import { leakyRelu, relu, softplus } from '@gradkit/activations';
import {
  add,
  argmax,
  greater,
  less,
  logSoftmax,
  moveAxis,
  mul,
  oneHot,
  sigmoid,
  softmax,
  sub,
  type Tensor,
  tanh,
  where,
} from '@gradkit/core';
import {
  celu,
  elu,
  gelu,
  geluByTanh,
  hardSigmoid,
  hardSwish,
  mish,
  prelu,
  selu,
  softsign,
  swish,
} from '../compositions/activations.ts';
import type { Adaptors } from '../suite/adaptor.ts';

/** Functions of units. */
export const activation: Adaptors = {
  Celu: (call) => celu(call.input(0), call.number('alpha', 1)),
  Elu: (call) => elu(call.input(0), call.number('alpha', 1)),
  Gelu: (call) => (call.text('approximate', 'none') === 'tanh' ? geluByTanh : gelu)(call.input(0)),
  Hardmax: (call) => {
    const [x, axis] = [call.input(0), call.number('axis', -1)];
    return moveAxis(oneHot(argmax(x, { axis }), x.shape.at(axis) as number), -1, axis);
  },
  HardSigmoid: (call) => hardSigmoid(call.input(0), call.number('alpha', 0.2), call.number('beta', 0.5)),
  HardSwish: (call) => hardSwish(call.input(0)),
  LeakyRelu: (call) => leakyRelu(call.input(0), { negativeSlope: call.number('alpha', 0.01) }),
  LogSoftmax: (call) => logSoftmax(call.input(0), { axis: call.number('axis', -1) }),
  Mish: (call) => mish(call.input(0)),
  PRelu: (call) => prelu(call.input(0), call.input(1)),
  Relu: (call) => relu(call.input(0)),
  Selu: (call) =>
    selu(call.input(0), call.number('alpha', 1.6732632423543772), call.number('gamma', 1.0507009873554805)),
  Shrink: (call) => shrink(call.input(0), call.number('lambd', 0.5), call.number('bias', 0)),
  Sigmoid: (call) => sigmoid(call.input(0)),
  Softmax: (call) => softmax(call.input(0), { axis: call.number('axis', -1) }),
  Softplus: (call) => softplus(call.input(0)),
  Softsign: (call) => softsign(call.input(0)),
  SwiGLU: (call) => mul(swish(call.input(0), call.number('alpha', 1)), call.input(1)),
  Swish: (call) => swish(call.input(0), call.number('alpha', 1)),
  Tanh: (call) => tanh(call.input(0)),
  ThresholdedRelu: (call) => where(greater(call.input(0), call.number('alpha', 1)), call.input(0), 0),
};

function shrink(x: Tensor, lambda: number, bias: number): Tensor {
  return where(less(x, -lambda), add(x, bias), where(greater(x, lambda), sub(x, bias), 0));
}
