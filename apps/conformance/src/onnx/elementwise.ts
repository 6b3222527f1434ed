import {
  abs,
  acos,
  acosh,
  add,
  asin,
  asinh,
  atan,
  atanh,
  bitwiseAnd,
  bitwiseNot,
  bitwiseOr,
  bitwiseXor,
  cast,
  ceil,
  cos,
  cosh,
  div,
  equal,
  erf,
  exp,
  floor,
  fmod,
  full,
  greater,
  greaterEqual,
  isInf,
  isNaN as isNotANumber,
  leftShift,
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
  pow,
  reciprocal,
  remainder,
  rightShift,
  round,
  sign,
  sin,
  sinh,
  sqrt,
  sub,
  type Tensor,
  tan,
  where,
} from '@gradkit/core';
import type { Adaptor, Adaptors } from '../suite/adaptor.ts';
import type { OperatorCall } from '../suite/operator-call.ts';
import { elementType } from './element-type.ts';

const unary =
  (fn: (x: Tensor) => Tensor): Adaptor =>
  (call) =>
    fn(call.input(0));

const binary =
  (fn: (a: Tensor, b: Tensor) => Tensor): Adaptor =>
  (call) =>
    fn(call.input(0), call.input(1));

const variadic =
  (fn: (a: Tensor, b: Tensor) => Tensor): Adaptor =>
  (call) =>
    call.list().reduce(fn);

/** Functions of each element by itself, and of pairs of elements. */
export const elementwise: Adaptors = {
  Abs: unary(abs),
  Acos: unary(acos),
  Acosh: unary(acosh),
  Add: binary(add),
  And: binary(logicalAnd),
  Asin: unary(asin),
  Asinh: unary(asinh),
  Atan: unary(atan),
  Atanh: unary(atanh),
  BitShift: (call) => {
    const shift = call.text('direction', '') === 'LEFT' ? leftShift : rightShift;
    return shift(call.input(0), call.input(1));
  },
  BitwiseAnd: binary(bitwiseAnd),
  BitwiseNot: unary(bitwiseNot),
  BitwiseOr: binary(bitwiseOr),
  BitwiseXor: binary(bitwiseXor),
  Cast: (call) => cast(call.input(0), elementType(call.number('to', 1))),
  Ceil: unary(ceil),
  Clip: (call) => limited(call.input(0), call.optional(1), call.optional(2)),
  Cos: unary(cos),
  Cosh: unary(cosh),
  Div: binary(div),
  Dropout: (call) => {
    // At inference, or at a rate of 0, everything passes.
    call.ignore('seed', 'ratio');
    const x = call.input(0);
    return [x, full(x.shape, true)];
  },
  Equal: binary(equal),
  Erf: unary(erf),
  Exp: unary(exp),
  Floor: unary(floor),
  Greater: binary(greater),
  GreaterOrEqual: binary(greaterEqual),
  Identity: unary((x) => x),
  IsInf: (call) => {
    const x = call.input(0);
    const [above, below] = [call.flag('detect_positive', true), call.flag('detect_negative', true)];
    return above && below ? isInf(x) : equal(x, above ? Infinity : -Infinity);
  },
  IsNaN: unary(isNotANumber),
  Less: binary(less),
  LessOrEqual: binary(lessEqual),
  Log: unary(log),
  Max: variadic(maximum),
  Mean: (call) => {
    const all = call.list();
    return div(all.reduce(add), all.length);
  },
  Min: variadic(minimum),
  Mod: (call) => (call.flag('fmod', false) ? fmod : remainder)(call.input(0), call.input(1)),
  Mul: binary(mul),
  Neg: unary(neg),
  Not: unary(logicalNot),
  Or: binary(logicalOr),
  Pow: power,
  Reciprocal: unary(reciprocal),
  Round: unary(round),
  Sign: unary(sign),
  Sin: unary(sin),
  Sinh: unary(sinh),
  Sqrt: unary(sqrt),
  Sub: binary(sub),
  Sum: variadic(add),
  Tan: unary(tan),
  Where: (call) => where(call.input(0), call.input(1), call.input(2)),
  Xor: binary(logicalXor),
};

function limited(x: Tensor, low: Tensor | undefined, high: Tensor | undefined): Tensor {
  const raised = low === undefined ? x : maximum(x, low);
  return high === undefined ? raised : minimum(raised, high);
}

/** The result has the element type of the base. Powers of integers are computed in float64, which holds all int32. */
function power(call: OperatorCall): Tensor {
  const [base, exponent] = [call.input(0), call.input(1)];
  const wide = base.dtype === 'float32' ? 'float32' : 'float64';
  return cast(pow(cast(base, wide), cast(exponent, wide)), base.dtype);
}
