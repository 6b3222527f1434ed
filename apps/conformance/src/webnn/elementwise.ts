import { leakyRelu, relu, softplus } from '@gradkit/activations';
import {
  abs,
  add,
  cast,
  ceil,
  cos,
  type DType,
  div,
  equal,
  erf,
  exp,
  floor,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  maximum,
  minimum,
  mul,
  neg,
  notEqual,
  pow,
  reciprocal,
  sigmoid,
  sign,
  sin,
  softmax,
  sqrt,
  sub,
  type Tensor,
  tan,
  tanh,
  where,
} from '@gradkit/core';
import { elu, gelu, hardSigmoid, hardSwish, prelu, softsign } from '../compositions/activations.ts';
import type { Adaptor, Adaptors } from '../suite/adaptor.ts';
import { storedAs } from '../suite/elements.ts';
import type { RecordedType } from '../suite/recorded.ts';

const unary =
  (fn: (x: Tensor) => Tensor): Adaptor =>
  (call) =>
    fn(call.input('input'));

const binary =
  (fn: (a: Tensor, b: Tensor) => Tensor): Adaptor =>
  (call) =>
    fn(call.input('a'), call.input('b'));

/** Functions of each element by itself, of pairs of elements, and of units. */
export const elementwise: Adaptors = {
  abs: unary(abs),
  add: binary(add),
  cast: (call) => cast(call.input('input'), elementType(call.text('type', 'float32'))),
  ceil: unary(ceil),
  clamp: (call) => limited(call.input('input'), call.number('minValue'), call.number('maxValue')),
  cos: unary(cos),
  div: binary(div),
  elu: (call) => elu(call.input('input'), call.number('alpha', 1)),
  equal: binary(equal),
  erf: unary(erf),
  exp: unary(exp),
  floor: unary(floor),
  gelu: unary(gelu),
  greater: binary(greater),
  greaterOrEqual: binary(greaterEqual),
  hardSigmoid: (call) => hardSigmoid(call.input('input'), call.number('alpha', 0.2), call.number('beta', 0.5)),
  hardSwish: unary(hardSwish),
  identity: unary((x) => x),
  leakyRelu: (call) => leakyRelu(call.input('input'), { negativeSlope: call.number('alpha', 0.01) }),
  lesser: binary(less),
  lesserOrEqual: binary(lessEqual),
  linear: (call) => add(mul(call.input('input'), call.number('alpha', 1)), call.number('beta', 0)),
  log: unary(log),
  logicalAnd: binary(logicalAnd),
  logicalNot: unary(logicalNot),
  logicalOr: binary(logicalOr),
  logicalXor: binary(logicalXor),
  max: binary(maximum),
  min: binary(minimum),
  mul: binary(mul),
  neg: unary(neg),
  notEqual: binary(notEqual),
  pow: binary(pow),
  prelu: (call) => prelu(call.input('input'), call.input('slope')),
  reciprocal: unary(reciprocal),
  relu: unary(relu),
  sigmoid: unary(sigmoid),
  sign: unary(sign),
  sin: unary(sin),
  softmax: (call) => softmax(call.input('input'), { axis: call.number('axis', 1) }),
  softplus: unary(softplus),
  softsign: unary(softsign),
  sqrt: unary(sqrt),
  sub: binary(sub),
  tan: unary(tan),
  tanh: unary(tanh),
  where: (call) => where(call.input('condition'), call.input('trueValue'), call.input('falseValue')),
};

function elementType(name: string): DType {
  return storedAs[name as RecordedType];
}

/** A bound that is NaN is none. */
function limited(x: Tensor, low = Number.NaN, high = Number.NaN): Tensor {
  const raised = Number.isNaN(low) ? x : maximum(x, low);
  return Number.isNaN(high) ? raised : minimum(raised, high);
}
