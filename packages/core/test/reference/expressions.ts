import { valueNode } from '../../src/constant.ts';
import { type DType, dtypes } from '../../src/dtype.ts';
import type { Node } from '../../src/graph.ts';
import { evaluate } from '../../src/reference/interpreter.ts';
import { type Shape, sizeOf } from '../../src/shape.ts';
import { codedNode as node } from '../codes.ts';

// Short ways to write down inputs and to evaluate what is made of them.

export const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

export function array(values: readonly number[], shape: Shape = [values.length], dtype: DType = 'float32'): Node {
  const typed = dtypes[dtype].allocate(values.length);
  typed.set(values);
  return valueNode(typed, shape, dtype);
}

/** 0, 1, 2, … */
export const counting = (shape: Shape, dtype: DType = 'float32'): Node =>
  array(
    Array.from({ length: sizeOf(shape) }, (_, i) => i),
    shape,
    dtype,
  );

export const noInputs = (): never => {
  throw new Error('no input without values');
};

export const run = (n: Node): number[] => [...(evaluate([n], noInputs)[0] as Float64Array)];

export const unary = (
  op: 'neg' | 'sign' | 'floor' | 'sqrt' | 'sigmoid' | 'erf',
  dtype: DType,
  x: readonly number[],
): number[] => run(node(op, [array(x, [x.length], dtype)], {}));

export function binary(op: 'add' | 'eq', dtype: DType, a: readonly number[], b: readonly number[]): number[] {
  return run(node(op, [array(a, [a.length], dtype), array(b, [b.length], dtype)], {}));
}
