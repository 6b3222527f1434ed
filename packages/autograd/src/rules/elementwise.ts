import { type Node, node } from '@gradkit/core/graph';
import { add, and, cast, div, eq, exp, log, lt, mul, neg, select, sub, unary } from '../expression.ts';
import { diagonal, type LinearMap, linear, type Rules, zero } from '../rule.ts';

type Differentiable =
  | ('neg' | 'abs' | 'exp' | 'expm1' | 'log' | 'log1p' | 'sqrt' | 'sin' | 'cos' | 'tanh' | 'sigmoid' | 'erf')
  | 'normalProbability'
  | ('add' | 'sub' | 'mul' | 'div' | 'pow' | 'max' | 'min' | 'rem')
  | ('cast' | 'select');

type PiecewiseConstant =
  | ('sign' | 'floor' | 'eq' | 'lt' | 'le' | 'bitcast' | 'randomBits')
  | ('and' | 'or' | 'xor' | 'shl' | 'shr');

const same: LinearMap = (v) => v;
const by =
  (factor: Node): LinearMap =>
  (v) =>
    mul(v, factor);

/** Everything where `a` is the chosen one, half where the two are equal: the mean of the one-sided derivatives. */
const share =
  (a: Node, b: Node, chosen: Node): LinearMap =>
  (v) =>
    select(chosen, v, select(eq(a, b), mul(v, 0.5), 0));

/** ∂(aᵇ)/∂a = b aᵇ⁻¹, where 0⁰ has derivative 0 and not 0 · 0⁻¹. */
function powByBase(y: Node<'pow'>, a: Node, b: Node): LinearMap {
  const exponent = select(and(eq(b, 0), eq(a, 0)), 1, sub(b, 1));
  return by(mul(b, node('pow', [a, exponent], y.attributes)));
}

/** ∂(aᵇ)/∂b = aᵇ ln a, with its limit 0 at a = 0. */
function powByExponent(y: Node, a: Node): LinearMap {
  return by(mul(y, log(select(eq(a, 0), 1, a))));
}

/** ∂(a rem b)/∂b = −trunc(a / b); (a − y) / b is that integer up to rounding, which a / b near an integer is not. */
function remByDivisor(y: Node, a: Node, b: Node): LinearMap {
  const quotient = div(sub(a, y), b);
  return by(neg(mul(unary('sign', quotient), unary('floor', add(unary('abs', quotient), 0.5)))));
}

export const elementwise: Rules<Differentiable | PiecewiseConstant> = {
  neg: diagonal(() => [neg]),
  abs: diagonal((_, x) => [by(unary('sign', x))]), // 0 at 0
  exp: diagonal((y) => [by(y)]),
  expm1: diagonal((_, x) => [by(exp(x))]), // y + 1 would cancel for x ≪ 0
  log: diagonal((_, x) => [(v) => div(v, x)]),
  log1p: diagonal((_, x) => [(v) => div(v, add(x, 1))]),
  sqrt: diagonal((y) => [(v) => div(mul(v, 0.5), y)]), // ∞ at 0
  // Programs without them hold neither.
  sin: 'brought',
  cos: 'brought',
  normalProbability: 'brought',
  tanh: diagonal((y) => [by(mul(sub(1, y), add(1, y)))]), // 1 − y² without its cancellation
  sigmoid: diagonal((y) => [by(mul(y, sub(1, y)))]),
  erf: diagonal((_, x) => [by(mul(exp(neg(mul(x, x))), 2 / Math.sqrt(Math.PI)))]), // 2/√π e^(−x²)

  add: diagonal(() => [same, same]),
  sub: diagonal(() => [same, neg]),
  mul: diagonal((_, a, b) => [by(b), by(a)]),
  div: diagonal((y, _, b) => [(v) => div(v, b), (v) => neg(mul(div(v, b), y))]), // −a/b² without b²
  pow: diagonal((y, a, b) => [powByBase(y, a, b), powByExponent(y, a)]),
  max: diagonal((_, a, b) => [share(a, b, lt(b, a)), share(a, b, lt(a, b))]),
  min: diagonal((_, a, b) => [share(a, b, lt(a, b)), share(a, b, lt(b, a))]),
  rem: diagonal((y, a, b) => [same, remByDivisor(y, a, b)]),

  cast: linear((_, x) => [(v) => cast(v, x.dtype)]),
  // The branch that was not chosen gets exactly 0. A branch that divides by that 0 on its own way back still makes NaN:
  // keep it finite there with a second select on its input.
  select: linear((_, condition) => [undefined, (v) => select(condition, v, 0), (v) => select(condition, 0, v)]),

  sign: zero,
  floor: zero,
  eq: zero,
  lt: zero,
  le: zero,
  and: zero,
  or: zero,
  xor: zero,
  shl: zero,
  shr: zero,
  bitcast: zero,
  randomBits: zero,
};
