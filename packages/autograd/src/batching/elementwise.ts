import { type ElementwiseOp, node } from '@gradkit/core/graph';
import { type BatchRule, type BatchRules, mapped } from './rule.ts';

/** Element by element, an axis more makes no difference. */
const everywhere: BatchRule<ElementwiseOp> = (n, mapping, ...inputs) =>
  mapped(node(n.op, inputs.map(mapping.everywhere), n.attributes));

export const elementwise: BatchRules<ElementwiseOp> = {
  neg: everywhere,
  abs: everywhere,
  sign: everywhere,
  floor: everywhere,
  exp: everywhere,
  expm1: everywhere,
  log: everywhere,
  log1p: everywhere,
  sqrt: everywhere,
  sin: everywhere,
  cos: everywhere,
  tanh: everywhere,
  sigmoid: everywhere,
  erf: everywhere,
  normalProbability: everywhere,
  cast: everywhere,
  bitcast: everywhere,
  add: everywhere,
  sub: everywhere,
  mul: everywhere,
  div: everywhere,
  pow: everywhere,
  max: everywhere,
  min: everywhere,
  rem: everywhere,
  and: everywhere,
  or: everywhere,
  xor: everywhere,
  shl: everywhere,
  shr: everywhere,
  eq: everywhere,
  lt: everywhere,
  le: everywhere,
  select: everywhere,
  randomBits: everywhere,
};
