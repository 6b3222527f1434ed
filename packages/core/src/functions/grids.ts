import { broadcastNode } from '../broadcast.ts';
import { ArgumentError, checkOptions, describe, ShapeError } from '../errors.ts';
import { node } from '../graph.ts';
import { broadcastShapes, formatShape } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { operand } from './operand.ts';

/** Options of {@link meshgrid}. */
export interface MeshgridOptions {
  /** `xy`: the first vector runs along the columns, the second along the rows; `ij`: in order; default `xy`. */
  readonly indexing?: 'xy' | 'ij' | undefined;
}

/**
 * The coordinates of a grid, one array for each vector: the vector along its own axis, repeated along the others, as NumPy's
 * `meshgrid`.
 *
 * `[n₁], [n₂], [n₃] → [n₂, n₁, n₃]` three times; with `indexing: 'ij'`, `[n₁, n₂, n₃]`.
 * @throws ShapeError for more than one axis; ArgumentError for another `indexing` or no list
 * @example
 * ```ts
 * import { meshgrid, tensor } from '@gradkit/core';
 * const [x, y] = meshgrid([tensor([1, 2]), tensor([3, 4])]);
 * console.log(x?.toArray(), y?.toArray()); // [[1, 2], [1, 2]] [[3, 3], [4, 4]]
 * ```
 */
export function meshgrid(list: readonly TensorLike[], options: MeshgridOptions = {}): Tensor[] {
  checkOptions('meshgrid', options, ['indexing']);
  const { indexing = 'xy' } = options;
  if (indexing !== 'xy' && indexing !== 'ij') {
    throw new ArgumentError(`meshgrid: indexing is xy or ij, got ${describe(indexing)}.`);
  }
  const vectors = checkList('meshgrid', list).map((x) => operand('meshgrid', x));
  const shape = vectors.map((vector) => {
    if (vector.shape.length <= 1) return vector.shape[0] ?? 1;
    throw new ShapeError(`meshgrid: needs vectors, got ${formatShape(vector.shape)}.`);
  });
  const swap = indexing === 'xy' && vectors.length > 1;
  const axisOf = (i: number): number => (swap && i < 2 ? 1 - i : i);
  const grid = shape.map((_, i) => shape[axisOf(i)] as number);
  return vectors.map((vector, i) => {
    const flat = node('reshape', [vector], { shape: [shape[i] as number] });
    return new Tensor(node('broadcast', [flat], { shape: grid, axes: [axisOf(i)] }));
  });
}

/**
 * The tensors repeated to their common shape, as NumPy's `broadcast_arrays`; each keeps its element type.
 *
 * @throws ShapeError when the shapes do not broadcast; ArgumentError for no list
 * @example
 * ```ts
 * import { broadcastArrays, tensor } from '@gradkit/core';
 * const [a, b] = broadcastArrays([tensor([[1], [2]]), tensor([3, 4])]);
 * console.log(a?.toArray(), b?.toArray()); // [[1, 1], [2, 2]] [[3, 4], [3, 4]]
 * ```
 */
export function broadcastArrays(list: readonly TensorLike[]): Tensor[] {
  const nodes = checkList('broadcastArrays', list).map((x) => operand('broadcastArrays', x));
  const shape = broadcastShapes('broadcastArrays', ...nodes.map((n) => n.shape));
  return nodes.map((n) => new Tensor(broadcastNode('broadcastArrays', n, shape)));
}

function checkList(where: string, list: readonly TensorLike[]): readonly TensorLike[] {
  if (Array.isArray(list)) return list;
  throw new ArgumentError(`${where}: needs an array of tensors, got ${describe(list)}.`);
}
