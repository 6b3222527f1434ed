import { broadcastBinary, companyType, nodeLike } from '../broadcast.ts';
import { type DType, isFloat } from '../dtype.ts';
import { DTypeError } from '../errors.ts';
import { checkPair, type Node, node } from '../graph.ts';
import type { BinaryOp, CompareOp, UnaryOp } from '../ops/elementwise.ts';
import type { Attributes } from '../ops/operation.ts';
import { broadcastShapes } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';

/** The node of an argument that stands alone: a number becomes a float32 scalar, a truth value a bool one. */
export function operand(where: string, x: TensorLike): Node {
  return nodeLike(where, x, companyType([x]));
}

/** The nodes of arguments that share an element type. */
export function operands(where: string, values: readonly TensorLike[]): Node[] {
  const dtype = companyType(values);
  return values.map((value) => nodeLike(where, value, dtype));
}

export function unary<O extends UnaryOp>(op: O, x: TensorLike, attributes: Attributes[O]): Tensor {
  return new Tensor(node(op, [operand(op, x)], attributes));
}

export function binary<O extends BinaryOp | CompareOp>(
  where: string,
  op: O,
  a: TensorLike,
  b: TensorLike,
  attributes: Attributes[O],
): Tensor {
  const [left, right] = operands(where, [a, b]) as [Node, Node];
  return new Tensor(broadcastBinary(where, op, left, right, attributes));
}

/** The tensor of an argument that must be of a float type. */
export function floatTensor(where: string, x: TensorLike): Tensor {
  const from = operand(where, x);
  checkFloat(where, from.dtype);
  return new Tensor(from);
}

/** The tensors of two arguments that must be of one float type. */
export function floatPair(where: string, a: TensorLike, b: TensorLike): readonly [Tensor, Tensor] {
  const [left, right] = operands(where, [a, b]) as [Node, Node];
  checkFloat(where, left.dtype);
  checkPair(where, 'add', left, right);
  broadcastShapes(where, left.shape, right.shape);
  return [new Tensor(left), new Tensor(right)];
}

/** Throws unless the element type is a float one. */
export function checkFloat(where: string, dtype: DType): asserts dtype is 'float32' | 'float64' {
  if (!isFloat(dtype))
    throw new DTypeError(`${where}: ${dtype} is not supported, only float32 and float64. Use cast().`);
}
