import {
  abs,
  add,
  bitwiseAnd,
  bitwiseNot,
  bitwiseOr,
  bitwiseXor,
  cast,
  ceil,
  cos,
  div,
  equal,
  erf,
  exp,
  floor,
  full,
  greater,
  greaterEqual,
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
  sqrt,
  sub,
  type Tensor,
  where,
  zerosLike,
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
  Add: binary(add),
  And: binary(logicalAnd),
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
    const signs = [
      call.flag('detect_positive', true) ? [Infinity] : [],
      call.flag('detect_negative', true) ? [-Infinity] : [],
    ].flat();
    return signs.map((infinity) => equal(x, infinity)).reduce(logicalOr);
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
  Mod: (call) => (call.flag('fmod', false) ? truncatedRemainder : remainder)(call.input(0), call.input(1)),
  Mul: binary(mul),
  Neg: unary(neg),
  Not: unary(logicalNot),
  Or: binary(logicalOr),
  Pow: power,
  Reciprocal: unary(reciprocal),
  Round: unary(round),
  Sign: unary(sign),
  Sin: unary(sin),
  Sqrt: unary(sqrt),
  Sub: binary(sub),
  Sum: variadic(add),
  Where: (call) => where(call.input(0), call.input(1), call.input(2)),
  Xor: binary(logicalXor),
};

function limited(x: Tensor, low: Tensor | undefined, high: Tensor | undefined): Tensor {
  const raised = low === undefined ? x : maximum(x, low);
  return high === undefined ? raised : minimum(raised, high);
}

/** The remainder with the sign of the dividend, as C's `fmod`. */
function truncatedRemainder(a: Tensor, b: Tensor): Tensor {
  const size = remainder(abs(a), abs(b));
  return where(less(a, zerosLike(a)), neg(size), size);
}

/** The result has the element type of the base. Powers of integers are computed in float64, which holds all int32. */
function power(call: OperatorCall): Tensor {
  const [base, exponent] = [call.input(0), call.input(1)];
  const wide = base.dtype === 'float32' ? 'float32' : 'float64';
  return cast(pow(cast(base, wide), cast(exponent, wide)), base.dtype);
}
