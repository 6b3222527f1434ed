import { ArgumentError, checkOptions, describe, ShapeError } from '../errors.ts';
import { literal, type Node, node } from '../graph.ts';
import { equalShapes, formatShape, type Shape, sizeOf } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { indexingCode } from '../wasm/emit/indexing.ts';
import { add, mul } from './arithmetic.ts';
import { type Indices, integers, limited, positions } from './indexing.ts';
import { operand } from './operand.ts';

/**
 * The rows of a table at indices, as of words in a vocabulary: `[n, d], […] → […, d]`.
 *
 * Negative indices count from the end; indices beyond the ends are limited to them. The derivative adds up what all uses of
 * a row get.
 * @throws ShapeError unless the table is a matrix with rows; ArgumentError when an index is not an integer; DTypeError for
 * indices that are not integers
 * @example
 * ```ts
 * import { embedding, tensor } from '@gradkit/core';
 * const table = tensor([[0, 1], [2, 3], [4, 5]]);
 * console.log(embedding(table, [2, 0]).toArray()); // [[4, 5], [0, 1]]
 * ```
 */
export function embedding(table: TensorLike, indices: Indices): Tensor {
  const from = operand('embedding', table);
  if (from.shape.length !== 2) {
    throw new ShapeError(`embedding: the table is a matrix, got ${formatShape(from.shape)}. Use take().`);
  }
  const at = positions('embedding', indices, from, 0);
  return new Tensor(node('gather', [from, at], { batch: 0, axis: 0, code: indexingCode }));
}

/** Options of {@link gatherND}. */
export interface GatherOptions {
  /** How many first axes `x` and the indices share, so that each index reads in its own part; default 0. */
  readonly batch?: number | undefined;
}

/**
 * Elements, or sub-arrays, of `x` at positions in its first axes.
 *
 * The last axis of the indices holds one position for each of those axes: `[n₁, …, nᵣ, …], [i, j, r] → [i, j, …]`. Negative
 * positions count from the end; positions beyond the ends are limited to them.
 * @param options `batch` (0)
 * @throws ShapeError when the shapes do not fit or an axis is empty; ArgumentError when an index or `batch` is not an
 * integer; DTypeError for indices that are not integers
 * @example
 * ```ts
 * import { gatherND, tensor } from '@gradkit/core';
 * const x = tensor([[1, 2], [3, 4]]);
 * console.log(gatherND(x, [[0, 1], [1, 0]]).toArray(), gatherND(x, [[1]]).toArray()); // [2, 3] [[3, 4]]
 * ```
 */
export function gatherND(x: TensorLike, indices: Indices, options: GatherOptions = {}): Tensor {
  checkOptions('gatherND', options, ['batch']);
  const { batch = 0 } = options;
  const from = operand('gatherND', x);
  if (!Number.isInteger(batch) || batch < 0) {
    throw new ArgumentError(`gatherND: batch is a non-negative integer, got ${describe(batch)}.`);
  }
  const { linear, rest, rows } = linearPositions('gatherND', indices, from, batch);
  const table = node('reshape', [from], { shape: [rows, ...rest] });
  return new Tensor(node('gather', [table, linear.node], { batch: 0, axis: 0, code: indexingCode }));
}

/** Where indices point among the sub-arrays of `x` in row-major order. */
export interface LinearPositions {
  readonly linear: Tensor;
  /** The shape of one sub-array. */
  readonly rest: Shape;
  /** How many there are. */
  readonly rows: number;
}

/** Positions in the axes of `x` after `batch`, from the last axis of the indices. */
export function linearPositions(where: string, indices: Indices, x: Node, batch: number): LinearPositions {
  const at = integers(where, indices);
  const last = at.shape.length - 1;
  const depth = at.shape[last];
  const shared = Math.min(batch, last);
  if (depth === undefined || batch > last || batch + depth > x.shape.length) {
    throw new ShapeError(
      `${where}: indices ${formatShape(at.shape)} do not fit ${formatShape(x.shape)}${batch > 0 ? ` with batch ${batch}` : ''}: ` +
        'their last extent is the number of axes that they index.',
    );
  }
  if (!equalShapes(at.shape.slice(0, shared), x.shape.slice(0, shared))) {
    throw new ShapeError(
      `${where}: the first ${batch} axes of ${formatShape(x.shape)} and of the indices ${formatShape(at.shape)} differ.`,
    );
  }
  const shape = at.shape.slice(0, last);
  const counters = shape.slice(0, batch).map((_, axis) => node('iota', [], { axis, shape, dtype: 'int32' }));
  const named = Array.from({ length: depth }, (_, i): Node => {
    const part = node('slice', [at], {
      start: at.shape.map((_, axis) => (axis === last ? i : 0)),
      stop: at.shape.with(last, i + 1),
    });
    return limited(where, node('reshape', [part], { shape }), x, batch + i);
  });
  const linear = [...counters, ...named].reduce(
    (sum, position, axis) => add(mul(sum, x.shape[axis] as number), new Tensor(position)),
    new Tensor(literal(0, 'int32', shape)),
  );
  return { linear, rest: x.shape.slice(batch + depth), rows: sizeOf(x.shape.slice(0, batch + depth)) };
}
