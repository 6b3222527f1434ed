import { ArgumentError, checkOptions, DTypeError, describe, ShapeError } from '../errors.ts';
import { type Node, node } from '../graph.ts';
import { equalShapes, formatShape, normalizeAxis, type Shape } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { operands } from './operand.ts';
import { expandDims } from './shaping.ts';

/** Options of {@link concatenate} and {@link stack}. */
export interface JoinOptions {
  /** The axis along which to join, negative from the end; default 0. */
  readonly axis?: number | undefined;
}

/**
 * Tensors one after the other along an axis that they have.
 *
 * `[…, n₁, …], […, n₂, …], … → […, n₁ + n₂ + …, …]`
 * @throws ArgumentError for an empty list or an axis that does not exist; ShapeError when other extents differ or a member is
 * a scalar; DTypeError when the element types differ
 * @example
 * ```ts
 * import { concatenate, tensor } from '@gradkit/core';
 * console.log(concatenate([tensor([1, 2]), tensor([3])]).toArray()); // [1, 2, 3]
 * ```
 */
export function concatenate(list: readonly TensorLike[], options: JoinOptions = {}): Tensor {
  const { nodes, first } = members('concatenate', list, options);
  if (first.shape.length === 0) throw new ShapeError('concatenate: scalars have no axis to join. Use stack().');
  const axis = normalizeAxis('concatenate', options.axis ?? 0, first.shape.length);
  const rest = (shape: Shape): Shape => shape.filter((_, i) => i !== axis);
  const misfit = nodes.find(
    (n) => n.shape.length !== first.shape.length || !equalShapes(rest(n.shape), rest(first.shape)),
  );
  if (misfit !== undefined) {
    throw new ShapeError(
      `concatenate: ${formatShape(first.shape)} and ${formatShape(misfit.shape)} differ outside axis ${axis}.`,
    );
  }
  return new Tensor(node('concat', nodes, { axis }));
}

/**
 * Tensors of one shape side by side along a new axis, whose position counts in the result.
 *
 * @throws ArgumentError for an empty list or an axis that does not exist; ShapeError when shapes differ; DTypeError when the
 * element types differ
 * @example
 * ```ts
 * import { stack, tensor } from '@gradkit/core';
 * console.log(stack([tensor([1, 2]), tensor([3, 4])], { axis: 1 }).toArray()); // [[1, 3], [2, 4]]
 * ```
 */
export function stack(list: readonly TensorLike[], options: JoinOptions = {}): Tensor {
  const { nodes, first } = members('stack', list, options);
  const misfit = nodes.find((n) => !equalShapes(n.shape, first.shape));
  if (misfit !== undefined) {
    throw new ShapeError(`stack: shapes differ: ${formatShape(first.shape)} and ${formatShape(misfit.shape)}.`);
  }
  const axis = normalizeAxis('stack', options.axis ?? 0, first.shape.length + 1);
  return new Tensor(
    node(
      'concat',
      nodes.map((n) => expandDims(new Tensor(n), axis).node),
      { axis },
    ),
  );
}

function members(where: string, list: readonly TensorLike[], options: JoinOptions): { nodes: Node[]; first: Node } {
  checkOptions(where, options, ['axis']);
  if (!Array.isArray(list) || list.length === 0) {
    throw new ArgumentError(`${where}: needs an array of at least one tensor, got ${describe(list)}.`);
  }
  const nodes = operands(where, list);
  const first = nodes[0] as Node;
  const other = nodes.find((n) => n.dtype !== first.dtype);
  if (other !== undefined) {
    throw new DTypeError(
      `${where}: element types differ: ${first.dtype} and ${other.dtype}. Use cast() on one of them.`,
    );
  }
  return { nodes, first };
}
