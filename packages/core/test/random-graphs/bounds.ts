import { valueNode } from '../../src/constant.ts';
import type { DType, TypedArray } from '../../src/dtype.ts';
import { type Node, node } from '../../src/graph.ts';
import type { Attributes, Op } from '../../src/ops/operation.ts';
import { evaluate } from '../../src/reference/interpreter.ts';
import type { Interval } from './interval.ts';

/** What the elements of an array may be: their intervals, as three arrays. */
export interface Enclosure {
  readonly lo: Float64Array;
  readonly hi: Float64Array;
  readonly nan: Float64Array;
}

/** What the elements of a result may be, given what those of the inputs may be. */
export type Rule<O extends Op> = (n: Node<O>, inputs: readonly Enclosure[]) => Enclosure;

export const intervalAt = ({ lo, hi, nan }: Enclosure, i: number): Interval => ({
  lo: lo[i] as number,
  hi: hi[i] as number,
  nan: nan[i] as number,
});

export function enclosureOf(length: number, element: (i: number) => Interval): Enclosure {
  const result = { lo: new Float64Array(length), hi: new Float64Array(length), nan: new Float64Array(length) };
  for (let i = 0; i < length; i++) {
    const { lo, hi, nan } = element(i);
    result.lo[i] = lo;
    result.hi[i] = hi;
    result.nan[i] = nan;
  }
  return result;
}

export const exactly = (values: Float64Array): Enclosure => ({
  lo: values,
  hi: values,
  nan: values.map((x) => (Number.isNaN(x) ? 1 : 0)),
});

/** An array in place of a node. Its numbers are taken as they are, also where the element type could not hold them. */
export const inPlaceOf = ({ shape, dtype }: Node, values: Float64Array, as: DType = dtype): Node =>
  valueNode(values as TypedArray, shape, as);

/** One operation by the interpreter. */
export const compute = <O extends Op>(op: O, inputs: readonly Node[], attributes: Attributes[O]): Float64Array =>
  evaluate([node(op, inputs, attributes)], () => [])[0] as Float64Array;
