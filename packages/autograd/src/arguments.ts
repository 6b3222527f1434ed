import {
  ArgumentError,
  DifferentiationError,
  DTypeError,
  describe,
  equalShapes,
  flattenTree,
  formatShape,
  ShapeError,
  Tensor,
  type TreeStructure,
} from '@gradkit/core';
import { literal, type Node } from '@gradkit/core/graph';
import { isFloat, reshape } from './expression.ts';

export function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'node' in value;
}

/** `float32[2, 3]` */
export function typeOf({ dtype, shape }: { readonly dtype: string; readonly shape: readonly number[] }): string {
  return `${dtype}${formatShape(shape)}`;
}

/** A tree of tensors taken apart. */
export interface Flat {
  readonly tensors: readonly Tensor[];
  readonly structure: TreeStructure;
}

/** The tensors of a tree; anything else in it stays part of its structure. */
export function flatten(where: string, what: string, tree: unknown): Flat {
  const { leaves, structure } = flattenTree(tree, isTensor);
  if (leaves.length === 0) {
    throw new ArgumentError(`${where}: ${what} has no tensor in it, got ${describe(tree)}. Use tensor().`);
  }
  return { tensors: leaves as Tensor[], structure };
}

/** An argument to differentiate by: the tree to call the function with, and its leaves as independent variables. */
export interface Independent {
  readonly tree: unknown;
  readonly nodes: readonly Node[];
  readonly structure: TreeStructure;
}

/**
 * Gives every tensor of an argument a node of its own. So only uses through this argument count: a tensor that the
 * function also reaches by another way is a constant there.
 */
export function independent(where: string, what: string, argument: unknown): Independent {
  const { tensors, structure } = flatten(where, what, argument);
  const nodes = tensors.map((t) => {
    if (!isFloat(t)) {
      throw new DifferentiationError(
        `${where}: ${what} is ${typeOf(t)}; derivatives exist only with respect to float32 and float64. ` +
          'Use cast(), or let the function reach this tensor without an argument.',
      );
    }
    return reshape(t.node, t.shape);
  });
  return { tree: structure.rebuild(nodes.map((n) => new Tensor(n))), nodes, structure };
}

/** Takes a tree apart that must look like another one, tensor by tensor. */
export function matching(where: string, what: string, tree: unknown, like: Flat | Independent): readonly Tensor[] {
  const { tensors, structure } = flatten(where, what, tree);
  const expected: readonly Pick<Node, 'shape' | 'dtype'>[] = 'nodes' in like ? like.nodes : like.tensors;
  if (structure.key !== like.structure.key) {
    throw new ArgumentError(`${where}: ${what} is nested differently: ${structure.key}, not ${like.structure.key}.`);
  }
  tensors.forEach((t, i) => {
    checkLike(where, what, t, expected[i] as Node);
  });
  return tensors;
}

type Typed = Pick<Node, 'shape' | 'dtype'>;

/** Throws unless a tensor has the shape and element type of another one. */
export function checkLike(where: string, what: string, t: Typed, { shape, dtype }: Typed): void {
  if (!equalShapes(t.shape, shape)) {
    throw new ShapeError(`${where}: ${what} must have shape ${formatShape(shape)}, got ${formatShape(t.shape)}.`);
  }
  if (t.dtype !== dtype) throw new DTypeError(`${where}: ${what} must be ${dtype}, got ${t.dtype}. Use cast().`);
}

/** A tensor for a derivative, zeros where nothing was propagated. */
export function derivative(found: Node | undefined, like: Pick<Node, 'shape' | 'dtype'>): Tensor {
  return new Tensor(found ?? literal(0, like.dtype, like.shape));
}

/** Throws unless `loss` is what a gradient can be taken of. */
export function checkLoss(where: string, loss: unknown): asserts loss is Tensor {
  if (!isTensor(loss)) throw new ArgumentError(`${where}: the loss must be a tensor, got ${describe(loss)}.`);
  if (!isFloat(loss)) {
    throw new DTypeError(`${where}: the loss must be float32 or float64, got ${typeOf(loss)}. Use cast() before it.`);
  }
  if (loss.shape.length > 0) {
    throw new ShapeError(
      `${where}: the loss must be a scalar, got ${typeOf(loss)}. Use sum() or mean(), or vjp() with your own cotangent.`,
    );
  }
}
