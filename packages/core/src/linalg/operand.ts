import { broadcastNode } from '../broadcast.ts';
import { DTypeError, ShapeError } from '../errors.ts';
import { checkFloat, operand, operands } from '../functions/operand.ts';
import { type Node, node } from '../graph.ts';
import { broadcastShapes, formatShape, type Shape } from '../shape.ts';
import type { TensorLike } from '../tensor.ts';

/** The node of matrices in float32 or float64. */
export function matrixOperand(where: string, a: TensorLike): Node {
  return checkMatrix(where, operand(where, a));
}

/** The node of square matrices in float32 or float64. */
export function squareOperand(where: string, a: TensorLike): Node {
  return checkSquare(where, matrixOperand(where, a));
}

function checkMatrix(where: string, a: Node): Node {
  checkFloat(where, a.dtype);
  if (a.shape.length >= 2) return a;
  throw new ShapeError(`${where}: needs a matrix in the last two axes, got ${formatShape(a.shape)}. Use reshape().`);
}

function checkSquare(where: string, a: Node): Node {
  const [rows, columns] = a.shape.slice(-2);
  if (rows === columns) return a;
  throw new ShapeError(`${where}: needs square matrices, got ${formatShape(a.shape)}.`);
}

/** A matrix and right-hand sides, brought to common axes before the matrices. */
export interface SystemOperands {
  readonly matrix: Node;
  readonly sides: Node;
  /** Whether there is one right-hand side, given as a vector. */
  readonly isVector: boolean;
  /** Takes the axis of one right-hand side that is a vector off the solution. */
  readonly finish: (x: Node) => Node;
}

/**
 * The nodes of a linear system. As in NumPy, `b` is a vector only where it has one axis; otherwise right-hand sides are
 * its columns.
 */
export function systemOperands(
  where: string,
  a: TensorLike,
  b: TensorLike,
  { isSquare }: { readonly isSquare: boolean },
): SystemOperands {
  const [left, right] = operands(where, [a, b]) as [Node, Node];
  checkMatrix(where, left);
  if (isSquare) checkSquare(where, left);
  checkFloat(where, right.dtype);
  if (left.dtype !== right.dtype) {
    throw new DTypeError(
      `${where}: element types differ: ${left.dtype} and ${right.dtype}. Use cast() on one of them.`,
    );
  }
  const reshape = (x: Node, shape: Shape): Node => node('reshape', [x], { shape });
  const isVector = right.shape.length === 1;
  const sides = isVector ? reshape(right, [...right.shape, 1]) : right;
  const rows = left.shape.at(-2) as number;
  if (sides.shape.length < 2 || sides.shape.at(-2) !== rows) {
    throw new ShapeError(
      `${where}: a of ${formatShape(left.shape)} needs a right-hand side with ${rows} rows, got ${formatShape(right.shape)}.`,
    );
  }
  const lead = broadcastShapes(where, left.shape.slice(0, -2), sides.shape.slice(0, -2));
  return {
    matrix: broadcastNode(where, left, [...lead, ...left.shape.slice(-2)]),
    sides: broadcastNode(where, sides, [...lead, ...sides.shape.slice(-2)]),
    isVector,
    finish: (x) => (isVector ? reshape(x, x.shape.slice(0, -1)) : x),
  };
}
