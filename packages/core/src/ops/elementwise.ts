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
  | 'erf'
  | 'normalProbability';
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

const simple = <O extends ElementwiseOp>(dtypes: DTypeList, cost: number): Operation<O> => ({
  family: 'elementwise',
  dtypes,
  infer: (inputs) => alike(inputs),
  cost,
});

const compare = <O extends CompareOp>(): Operation<O> => ({
  ...simple<O>(anything, 1),
  infer: (inputs) => {
    const result = alike(inputs);
    return typeof result === 'string' ? result : { shape: result.shape, dtype: 'bool' };
  },
});

export const elementwise: { readonly [O in ElementwiseOp]: Operation<O> } = {
  neg: simple(numbers, 1),
  abs: simple(signed, 1),
  sign: simple(signed, 3),
  floor: simple(floats, 1),
  exp: simple(floats, 12),
  expm1: simple(floats, 20),
  log: simple(floats, 15),
  log1p: simple(floats, 20),
  sqrt: simple(floats, 5),
  sin: simple(floats, 20),
  cos: simple(floats, 20),
  tanh: simple(floats, 15),
  sigmoid: simple(floats, 15),
  erf: simple(floats, 20),
  normalProbability: simple(floats, 25),
  cast: { ...simple(anything, 1), infer: ([x], { dtype }) => ({ shape: (x as ArrayType).shape, dtype }) },
  bitcast: {
    ...simple(['float32', ...words], 0),
    infer: ([x], { dtype }) =>
      dtypes[dtype].bytes === 4 ? { shape: (x as ArrayType).shape, dtype } : 'dtype-mismatch',
  },
  add: simple(numbers, 1),
  sub: simple(numbers, 1),
  mul: simple(numbers, 1),
  div: simple(numbers, 4),
  pow: simple(floats, 40),
  max: simple(anything, 1),
  min: simple(anything, 1),
  rem: simple(numbers, 8),
  and: simple(logical, 1),
  or: simple(logical, 1),
  xor: simple(logical, 1),
  shl: simple(integers, 1),
  shr: simple(integers, 1),
  eq: compare(),
  lt: compare(),
  le: compare(),
  select: { ...simple(['bool'], 1), infer: (inputs) => alike(inputs, 1) },
  randomBits: simple(['uint32'], 100),
};

export function isElementwise(op: Op): op is ElementwiseOp {
  return Object.hasOwn(elementwise, op);
}
