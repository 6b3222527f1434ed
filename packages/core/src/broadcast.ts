import { type DType, dtypes } from './dtype.ts';
import { ArgumentError, DTypeError, describe, ShapeError } from './errors.ts';
import { checkPair, literal, type Node, node } from './graph.ts';
import type { BinaryOp, CompareOp } from './ops/elementwise.ts';
import type { Attributes } from './ops/operation.ts';
import { broadcastShapes, equalShapes, formatShape, type Shape } from './shape.ts';

/** What functions accept beside tensors: anything that carries a node, or a number. */
export type NodeLike = { readonly node: Node } | number | boolean;

/** A number as this element type holds it; one that an integer type cannot hold is a mistake. */
export function numberAs(where: string, value: number | boolean, dtype: DType): number {
  const row = dtypes[dtype];
  if (row.integer && !Number.isInteger(Number(value))) {
    throw new DTypeError(`${where}: ${value} is not an ${dtype}. Use a float element type, or cast().`);
  }
  return row.wrap(Number(value));
}

/** The node of a tensor; a number becomes a scalar literal of the given element type. */
export function nodeLike(where: string, value: NodeLike, dtype: DType): Node {
  if (typeof value === 'number' || typeof value === 'boolean') return literal(numberAs(where, value, dtype), dtype);
  if (typeof value === 'object' && value !== null && 'node' in value) return value.node;
  throw new ArgumentError(`${where}: expected a tensor or a number, got ${describe(value)}. Use tensor() first.`);
}

/** The element type that numbers take in the company of the other arguments. */
export function companyType(values: readonly NodeLike[]): DType {
  for (const value of values)
    if (typeof value === 'object' && value !== null && 'node' in value) return value.node.dtype;
  return values.length > 0 && values.every((v) => typeof v === 'boolean') ? 'bool' : 'float32';
}

/** Repeats an array along missing axes and axes of extent 1, as NumPy's `broadcast_to`. */
export function broadcastNode(where: string, x: Node, shape: Shape): Node {
  if (equalShapes(x.shape, shape)) return x;
  if (!equalShapes(broadcastShapes(where, x.shape, shape), shape)) {
    throw new ShapeError(`${where}: ${formatShape(x.shape)} does not broadcast to ${formatShape(shape)}.`);
  }
  const lead = shape.length - x.shape.length;
  const kept = x.shape.map((_, i) => i).filter((i) => x.shape[i] === shape[lead + i]);
  const squeezed =
    kept.length === x.shape.length ? x : node('reshape', [x], { shape: kept.map((i) => x.shape[i] as number) });
  return node('broadcast', [squeezed], { shape, axes: kept.map((i) => i + lead) });
}

/** Applies a binary operation to arrays of one element type after broadcasting them to a common shape. */
export function broadcastBinary<O extends BinaryOp | CompareOp>(
  where: string,
  op: O,
  a: Node,
  b: Node,
  attributes: Attributes[O],
): Node {
  checkPair(where, op, a, b);
  const shape = broadcastShapes(where, a.shape, b.shape);
  return node(op, [broadcastNode(where, a, shape), broadcastNode(where, b, shape)], attributes);
}
