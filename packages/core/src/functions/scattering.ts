import { broadcastNode, companyType, nodeLike } from '../broadcast.ts';
import { ArgumentError, checkOptions, DTypeError, describe } from '../errors.ts';
import { literal, type Node, node } from '../graph.ts';
import { normalizeAxis, type Shape, sizeOf } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { add, mul } from './arithmetic.ts';
import { castNode } from './casting.ts';
import { linearPositions } from './gathering.ts';
import { type AlongAxisOptions, checkAlong, type Indices, integers, limited } from './indexing.ts';
import { type ScatterReduction, scatterReductions, scatterRows } from './scatter-rows.ts';

/** Options of {@link scatterND}. */
export interface ScatterOptions {
  /**
   * What becomes of an element and its updates: `set` keeps the last update, `add` sums up, `mul` multiplies, `min` and
   * `max` choose; default `set`.
   */
  readonly reduction?: ScatterReduction | undefined;
}

/** Options of {@link putAlongAxis}. */
export interface PutOptions extends AlongAxisOptions, ScatterOptions {}

/**
 * `x` with one value written for each index, which says where along one axis; along the others, positions are those of the
 * index: what `takeAlongAxis` reads, as NumPy's `put_along_axis`.
 *
 * `indices` have as many axes as `x` and broadcast along all but that one; `values` broadcast to their shape then. Of
 * several values for one position the last one stays, unless `reduction` says otherwise. Negative positions count from the
 * end; positions beyond the ends are limited to them.
 * @param options `axis` (-1), `reduction` (set)
 * @throws ShapeError when the shapes do not fit or the axis is empty; ArgumentError when an index is not an integer, the axis
 * does not exist or the reduction is unknown; DTypeError when the element types differ, or for indices that are not integers
 * @example
 * ```ts
 * import { putAlongAxis, tensor } from '@gradkit/core';
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * console.log(putAlongAxis(x, [[2], [0]], 9).toArray()); // [[1, 2, 9], [9, 5, 6]]
 * ```
 */
export function putAlongAxis(x: TensorLike, indices: Indices, values: TensorLike, options: PutOptions = {}): Tensor {
  checkOptions('putAlongAxis', options, ['axis', 'reduction']);
  const { from, updates } = pair('putAlongAxis', x, values);
  const axis = normalizeAxis('putAlongAxis', options.axis ?? -1, from.shape.length);
  const given = integers('putAlongAxis', indices);
  checkAlong('putAlongAxis', from, given, axis);
  const at = broadcastNode('putAlongAxis', given, from.shape.with(axis, given.shape[axis] as number));
  // Where an index points in the whole array: at its own place, but for the axis.
  const place = (i: number): Node =>
    i === axis
      ? limited('putAlongAxis', at, from, axis)
      : node('iota', [], { axis: i, shape: at.shape, dtype: 'int32' });
  const linear = from.shape.reduce(
    (sum, extent, i) => add(mul(sum, extent), new Tensor(place(i))),
    new Tensor(literal(0, 'int32', at.shape)),
  );
  const spread = broadcastNode('putAlongAxis', updates, at.shape);
  return written(from, linear, spread, [], reductionOf('putAlongAxis', options));
}

/**
 * `x` with elements, or sub-arrays, written at positions in its first axes: what `gatherND` reads.
 *
 * The last axis of the indices holds one position for each of the first axes of `x`: `x` [n₁, …, nᵣ, …], `indices` [i, j, r]
 * and `updates` [i, j, …], which broadcast. Of several updates of one position the last one stays, unless `reduction` says
 * otherwise. Negative positions count from the end; positions beyond the ends are limited to them.
 * @param options `reduction` (set)
 * @throws ShapeError when the shapes do not fit or an axis is empty; ArgumentError when an index is not an integer or the
 * reduction is unknown; DTypeError when the element types differ, or for indices that are not integers
 * @example
 * ```ts
 * import { scatterND, tensor, zeros } from '@gradkit/core';
 * console.log(scatterND(zeros([2, 2]), [[0, 1], [1, 0]], tensor([5, 6])).toArray()); // [[0, 5], [6, 0]]
 * ```
 */
export function scatterND(x: TensorLike, indices: Indices, updates: TensorLike, options: ScatterOptions = {}): Tensor {
  checkOptions('scatterND', options, ['reduction']);
  const { from, updates: given } = pair('scatterND', x, updates);
  const { linear, rest } = linearPositions('scatterND', indices, from, 0);
  const spread = broadcastNode('scatterND', given, [...linear.shape, ...rest]);
  return written(from, linear, spread, rest, reductionOf('scatterND', options));
}

/** Writes rows of the shape `rest` at positions among all rows of `x`. */
function written(x: Node, linear: Tensor, updates: Node, rest: Shape, reduction: ScatterReduction): Tensor {
  if (x.dtype === 'bool') {
    // As bytes, of which "or" is the largest and "and" the smallest.
    const alike: { readonly [R in ScatterReduction]?: ScatterReduction } = { add: 'max', mul: 'min' };
    const bytes = [x, updates].map((n) => castNode(n, 'uint8')) as [Node, Node];
    const result = written(bytes[0], linear, bytes[1], rest, alike[reduction] ?? reduction);
    return new Tensor(castNode(result.node, 'bool'));
  }
  const lead = x.shape.slice(0, x.shape.length - rest.length);
  const [rows, count, row] = [lead, linear.shape, rest].map(sizeOf) as [number, number, number];
  const result = scatterRows(
    node('reshape', [x], { shape: [rows, row] }),
    linear.reshape([count]).node,
    node('reshape', [updates], { shape: [count, row] }),
    reduction,
  );
  return new Tensor(result).reshape(x.shape);
}

function pair(name: string, x: TensorLike, updates: TensorLike): { readonly from: Node; readonly updates: Node } {
  const dtype = companyType([x, updates]);
  const nodes = { from: nodeLike(name, x, dtype), updates: nodeLike(name, updates, dtype) };
  if (nodes.from.dtype === nodes.updates.dtype) return nodes;
  throw new DTypeError(
    `${name}: element types differ: ${nodes.from.dtype} and ${nodes.updates.dtype}. Use cast() on one of them.`,
  );
}

function reductionOf(name: string, { reduction = 'set' }: ScatterOptions): ScatterReduction {
  if (scatterReductions.includes(reduction)) return reduction;
  throw new ArgumentError(`${name}: reduction is ${scatterReductions.join(', ')}, got ${describe(reduction)}.`);
}
