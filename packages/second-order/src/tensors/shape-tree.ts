import {
  ArgumentError,
  checkShape,
  describe,
  flattenTree,
  type Shape,
  ShapeError,
  sizeOf,
  type Tensor,
  type TreeStructure,
  type TypedArray,
  tensor,
} from '@gradkit/core';

/** A shape, or arrays and plain objects of shapes: what a function of tensors takes. */
export type ShapeTree = Shape | readonly object[] | { readonly [key: string]: object };

/** The tensors of the shapes of a {@link ShapeTree}. */
export type TensorTree<S> = S extends readonly number[] ? Tensor : { readonly [K in keyof S]: TensorTree<S[K]> };

/** Where the tensors of a tree lie in one vector: one after the other. */
export interface Layout {
  readonly shapes: readonly Shape[];
  readonly structure: TreeStructure;
  readonly size: number;
}

/** A list of numbers is a shape, also the empty one; a list of anything else is a list of shapes. */
const isShape = (value: unknown): boolean =>
  Array.isArray(value) && value.every((extent) => typeof extent === 'number');

export function layoutOf(where: string, tree: unknown): Layout {
  const { leaves, structure } = flattenTree(tree, isShape);
  if (leaves.length === 0 || structure.key.replace(/"(?:[^"\\]|\\.)*":/g, '').match(/[^[\]{}*,]/) !== null) {
    throw new ArgumentError(
      `${where}: shape must be a list of extents, or lists and plain objects of such lists, got ${describe(tree)}.`,
    );
  }
  const shapes = leaves as Shape[];
  for (const shape of shapes) checkShape(where, shape);
  return { shapes, structure, size: shapes.reduce((sum, shape) => sum + sizeOf(shape), 0) };
}

/** Throws unless a vector has as many numbers as the tensors. */
export function checkLength(where: string, { size, shapes }: Layout, x: ArrayLike<number>): void {
  if (x.length === size) return;
  const list = shapes.map((shape) => `[${shape.join(', ')}]`).join(' and ');
  throw new ShapeError(`${where}: shape ${list} has ${size} numbers, the vector ${x.length}.`);
}

/** The tensors that a vector consists of, in float64. */
export function tensorsOf(where: string, layout: Layout, x: ArrayLike<number>): unknown {
  checkLength(where, layout, x);
  const vector = Float64Array.from(x);
  let at = 0;
  return layout.structure.rebuild(
    layout.shapes.map((shape) => {
      const start = at;
      at += sizeOf(shape);
      return tensor(vector.subarray(start, at), { shape });
    }),
  );
}

/** The vector that tensors make. */
export function vectorOf(where: string, layout: Layout, tree: unknown): Float64Array {
  const isTensor = (value: unknown): boolean => typeof value === 'object' && value !== null && 'node' in value;
  const { leaves, structure } = flattenTree(tree, isTensor);
  if (structure.key !== layout.structure.key) {
    throw new ArgumentError(`${where}: expected tensors nested as ${layout.structure.key}, got ${structure.key}.`);
  }
  const x = new Float64Array(layout.size);
  let at = 0;
  (leaves as Tensor[]).forEach((leaf, i) => {
    const shape = layout.shapes[i] as Shape;
    if (leaf.shape.join() !== shape.join()) {
      throw new ShapeError(
        `${where}: expected a tensor of shape [${shape.join(', ')}], got [${leaf.shape.join(', ')}].`,
      );
    }
    x.set(leaf.dataSync() satisfies TypedArray, at);
    at += leaf.size;
  });
  return x;
}
