import { dtypes } from '../dtype.ts';
import { equalShapes } from '../shape.ts';
import {
  type ArrayType,
  anything,
  type DTypeList,
  floats,
  integers,
  logical,
  type Misfit,
  numbers,
  type Op,
  type Operation,
  signed,
  words,
} from './operation.ts';

/** Operations that work element by element: inputs and result have one shape. */
export type ElementwiseOp = UnaryOp | BinaryOp | 'cast' | 'bitcast' | CompareOp | 'select' | 'randomBits';
export type UnaryOp =
  | 'neg'
  | 'abs'
  | 'sign'
  | 'floor'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'log1p'
  | 'sqrt'
  | 'sin'
  | 'cos'
  | 'tanh'
  | 'sigmoid'
  | 'erf';
export type BinaryOp =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'pow'
  | 'max'
  | 'min'
  | 'rem'
  | 'and'
  | 'or'
  | 'xor'
  | 'shl'
  | 'shr';
export type CompareOp = 'eq' | 'lt' | 'le';

/** The type of the result, where shapes are equal, and element types from position `first` on. */
function alike(inputs: readonly ArrayType[], first = 0): ArrayType | Misfit {
  const { shape, dtype } = inputs[first] as ArrayType;
  if (!inputs.every((other) => equalShapes(other.shape, shape))) return 'shape-mismatch';
  return inputs.every((other, i) => i < first || other.dtype === dtype) ? { shape, dtype } : 'dtype-mismatch';
}

const simple = <O extends ElementwiseOp>(arity: number, dtypes: DTypeList, cost: number): Operation<O> => ({
  family: 'elementwise',
  arity,
  dtypes,
  infer: (inputs) => alike(inputs),
  cost,
});

const unary = <O extends UnaryOp>(allowed: DTypeList, cost: number): Operation<O> => simple(1, allowed, cost);

const binary = <O extends BinaryOp>(allowed: DTypeList, cost: number): Operation<O> => simple(2, allowed, cost);

const compare = <O extends CompareOp>(): Operation<O> => ({
  ...simple<O>(2, anything, 1),
  infer: (inputs) => {
    const result = alike(inputs);
    return typeof result === 'string' ? result : { shape: result.shape, dtype: 'bool' };
  },
});

export const elementwise: { readonly [O in ElementwiseOp]: Operation<O> } = {
  neg: unary(numbers, 1),
  abs: unary(signed, 1),
  sign: unary(signed, 3),
  floor: unary(floats, 1),
  exp: unary(floats, 12),
  expm1: unary(floats, 20),
  log: unary(floats, 15),
  log1p: unary(floats, 20),
  sqrt: unary(floats, 5),
  sin: unary(floats, 20),
  cos: unary(floats, 20),
  tanh: unary(floats, 15),
  sigmoid: unary(floats, 15),
  erf: unary(floats, 20),
  cast: { ...simple(1, anything, 1), infer: ([x], { dtype }) => ({ shape: (x as ArrayType).shape, dtype }) },
  bitcast: {
    ...simple(1, ['float32', ...words], 0),
    infer: ([x], { dtype }) =>
      dtypes[dtype].bytes === 4 ? { shape: (x as ArrayType).shape, dtype } : 'dtype-mismatch',
  },
  add: binary(numbers, 1),
  sub: binary(numbers, 1),
  mul: binary(numbers, 1),
  div: binary(numbers, 4),
  pow: binary(floats, 40),
  max: binary(anything, 1),
  min: binary(anything, 1),
  rem: binary(numbers, 8),
  and: binary(logical, 1),
  or: binary(logical, 1),
  xor: binary(logical, 1),
  shl: binary(integers, 1),
  shr: binary(integers, 1),
  eq: compare(),
  lt: compare(),
  le: compare(),
  select: { ...simple(3, ['bool'], 1), infer: (inputs) => alike(inputs, 1) },
  randomBits: simple(4, ['uint32'], 100),
};

export function isElementwise(op: Op): op is ElementwiseOp {
  return Object.hasOwn(elementwise, op);
}
