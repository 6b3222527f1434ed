import type { Node } from '../graph.ts';
import { type Shape, sizeOf } from '../shape.ts';
import { constantForm, flatten, pointsOf } from './affine.ts';
import type { Affine, Buffer, Expression, Scatter } from './kernel.ts';

/** What the scheduler offers to operations that plan a kernel of their own. */
export interface Planning {
  /** The buffer of a node, which from now on is stored. */
  readonly stored: (n: Node) => Buffer;
  /** The element of a node at an index, over axes of these extents. */
  readonly lowered: (n: Node, index: readonly Affine[], extents: Shape) => Expression;
}

export function planScatter(root: Node<'scatterAdd'>, { stored, lowered }: Planning): Scatter {
  const [operand, indices, updates] = root.inputs as [Node, Node, Node];
  const { batch, axis, code } = root.attributes;
  const extents = updates.shape;
  const points = pointsOf(extents);
  const after = axis + indices.shape.length - batch;
  const base = [...points.slice(0, axis), constantForm(0, extents.length), ...points.slice(after)];
  return {
    target: {
      buffer: stored(root),
      at: flatten(pointsOf(root.shape), root.shape, root.shape.length),
      value: lowered(operand, pointsOf(root.shape), root.shape),
    },
    targetExtents: root.shape,
    extents,
    update: lowered(updates, points, extents),
    index: lowered(indices, [...points.slice(0, batch), ...points.slice(axis, after)], extents),
    extent: root.shape[axis] as number,
    stride: sizeOf(root.shape.slice(axis + 1)),
    at: flatten(base, root.shape, extents.length),
    code,
  };
}
