import { broadcastNode, companyType, nodeLike } from '../broadcast.ts';
import { checkDType, constantNode, type NestedArray, valueNode } from '../constant.ts';
import { type DType, dtypes, type TypedArray } from '../dtype.ts';
import { ArgumentError, checkOptions, DTypeError, ShapeError } from '../errors.ts';
import { type Node, node } from '../graph.ts';
import { checkShape, formatShape, normalizeAxis } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { indexingCode } from '../wasm/emit/indexing.ts';
import { add } from './arithmetic.ts';
import { castNode } from './casting.ts';
import { less, where } from './comparison.ts';
import { clip, minimum } from './limits.ts';
import { operand } from './operand.ts';

/** Positions along an axis: an integer tensor, or integers in (nested or typed) arrays. */
export type Indices = TensorLike | NestedArray | TypedArray;

/** Options of {@link take} and {@link scatterAdd}. */
export interface IndexOptions {
  /** The axis that indices count along, negative from the end; default 0. */
  readonly axis?: number | undefined;
}

/**
 * The elements, or sub-arrays, of `x` at positions along an axis.
 *
 * The axis is replaced by the shape of the indices: `[…, n, …], [i, j] → […, i, j, …]`; a single index drops it. Negative
 * positions count from the end; positions beyond the ends are limited to them.
 * @throws ArgumentError when an index is not an integer or the axis does not exist; DTypeError for indices that are not
 * integers; ShapeError when the axis is empty
 * @example
 * ```ts
 * import { take, tensor } from '@gradkit/core';
 * const x = tensor([[1, 2], [3, 4], [5, 6]]);
 * console.log(take(x, [2, 0]).toArray()); // [[5, 6], [1, 2]]
 * console.log(take(x, -1, { axis: 1 }).toArray()); // [2, 4, 6]
 * ```
 */
export function take(x: TensorLike, indices: Indices, options: IndexOptions = {}): Tensor {
  checkOptions('take', options, ['axis']);
  const from = operand('take', x);
  const axis = normalizeAxis('take', options.axis ?? 0, from.shape.length);
  const at = positions('take', indices, from, axis);
  return new Tensor(node('gather', [from, at], { batch: 0, axis, code: indexingCode }));
}

/** Options of {@link takeAlongAxis}. */
export interface AlongAxisOptions {
  /** The axis that indices count along, negative from the end; default -1. */
  readonly axis?: number | undefined;
}

/**
 * One element of `x` for each index, which says where along one axis; along the others, positions are those of the index.
 *
 * `x` and `indices` have as many axes, and broadcast along all but that one. Negative positions count from the end;
 * positions beyond the ends are limited to them.
 * @throws ShapeError when the shapes do not fit or the axis is empty; ArgumentError when an index is not an integer or the
 * axis does not exist; DTypeError for indices that are not integers
 * @example
 * ```ts
 * import { takeAlongAxis, tensor } from '@gradkit/core';
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * console.log(takeAlongAxis(x, [[2], [0]]).toArray()); // [[3], [4]]
 * ```
 */
export function takeAlongAxis(x: TensorLike, indices: Indices, options: AlongAxisOptions = {}): Tensor {
  checkOptions('takeAlongAxis', options, ['axis']);
  const from = operand('takeAlongAxis', x);
  const axis = normalizeAxis('takeAlongAxis', options.axis ?? -1, from.shape.length);
  const at = positions('takeAlongAxis', indices, from, axis);
  checkAlong('takeAlongAxis', from, at, axis);
  const shared = from.shape.map((n, i) => (n === 1 ? (at.shape[i] as number) : n));
  const spread = (n: Node): Node => broadcastNode('takeAlongAxis', n, shared.with(axis, n.shape[axis] as number));
  return new Tensor(gatherAlong(spread(from), spread(at), axis));
}

/** Throws unless indices have the extents of what they index, or one of both is 1, but for the axis that they count along. */
export function checkAlong(where: string, { shape }: Node, at: Node, axis: number): void {
  const fits = shape.every((n, i) => i === axis || n === at.shape[i] || n === 1 || at.shape[i] === 1);
  if (at.shape.length !== shape.length || !fits) {
    throw new ShapeError(
      `${where}: indices ${formatShape(at.shape)} must equal ${formatShape(shape)}, or be 1, except at axis ${axis}.`,
    );
  }
}

/** `takeAlongAxis` of a node at positions that lie inside the axis. */
export function gatherAlong(from: Node, at: Node, axis: number): Node {
  const last = from.shape.length - 1;
  const toLast = [...from.shape.keys()].filter((i) => i !== axis).concat(axis);
  const gathered = node(
    'gather',
    [node('permute', [from], { axes: toLast }), node('permute', [at], { axes: toLast })],
    { batch: last, axis: last, code: indexingCode },
  );
  return node('permute', [gathered], { axes: from.shape.map((_, i) => toLast.indexOf(i)) });
}

/**
 * `x` with `updates` added at positions along an axis; what falls on one position adds up.
 *
 * `updates` broadcast to the shape that `take(x, indices, { axis })` has: this is its transpose. Negative positions count
 * from the end; positions beyond the ends are limited to them.
 * @throws ShapeError when `updates` do not fit or the axis is empty; ArgumentError when an index is not an integer or the
 * axis does not exist; DTypeError when the element types differ, or for bool
 * @example
 * ```ts
 * import { scatterAdd, tensor } from '@gradkit/core';
 * console.log(scatterAdd(tensor([0, 0, 0]), [1, 1, 2], tensor([5, 6, 7])).toArray()); // [0, 11, 7]
 * ```
 */
export function scatterAdd(x: TensorLike, indices: Indices, updates: TensorLike, options: IndexOptions = {}): Tensor {
  checkOptions('scatterAdd', options, ['axis']);
  const dtype = companyType([x, updates]);
  const from = nodeLike('scatterAdd', x, dtype);
  const added = nodeLike('scatterAdd', updates, dtype);
  if (from.dtype !== added.dtype) {
    throw new DTypeError(
      `scatterAdd: element types differ: ${from.dtype} and ${added.dtype}. Use cast() on one of them.`,
    );
  }
  const axis = normalizeAxis('scatterAdd', options.axis ?? 0, from.shape.length);
  const at = positions('scatterAdd', indices, from, axis);
  const shape = [...from.shape.slice(0, axis), ...at.shape, ...from.shape.slice(axis + 1)];
  const spread = broadcastNode('scatterAdd', added, shape);
  return new Tensor(node('scatterAdd', [from, at, spread], { batch: 0, axis, code: indexingCode }));
}

/** Options of {@link oneHot}. */
export interface OneHotOptions {
  /** Element type; default `float32`. */
  readonly dtype?: DType | undefined;
  /** The value at the index; default 1. */
  readonly onValue?: number | undefined;
  /** The value elsewhere; default 0. */
  readonly offValue?: number | undefined;
}

/**
 * Vectors that hold `onValue` at the index and `offValue` elsewhere: `[…] → […, depth]`.
 *
 * An index outside `[0, depth)` gives a vector without `onValue`.
 * @throws ArgumentError when `depth` is not a non-negative integer or an index is not an integer; DTypeError for indices that
 * are not integers
 * @example
 * ```ts
 * import { oneHot } from '@gradkit/core';
 * console.log(oneHot([0, 2], 3).toArray()); // [[1, 0, 0], [0, 0, 1]]
 * ```
 */
export function oneHot(indices: Indices, depth: number, options: OneHotOptions = {}): Tensor {
  checkOptions('oneHot', options, ['dtype', 'onValue', 'offValue']);
  const { dtype = 'float32', onValue = 1, offValue = 0 } = options;
  checkDType('oneHot', dtype);
  if (!Number.isInteger(depth) || depth < 0) {
    throw new ArgumentError(`oneHot: depth is a non-negative integer, got ${String(depth)}.`);
  }
  const at = integers('oneHot', indices);
  const shape = [...at.shape, depth];
  checkShape('oneHot', shape);
  const column = node('iota', [], { axis: at.shape.length, shape, dtype: 'int32' });
  const hit = node(
    'eq',
    [broadcastNode('oneHot', node('reshape', [at], { shape: [...at.shape, 1] }), shape), column],
    {},
  );
  if (onValue === 1 && offValue === 0) return new Tensor(castNode(hit, dtype));
  const values = [onValue, offValue].map((value) => new Tensor(nodeLike('oneHot', value, dtype)));
  return where(new Tensor(hit), values[0] as Tensor, values[1] as Tensor);
}

/** Indices as int32 without negative ones: those count from the end. */
export function positions(name: string, indices: Indices, from: Node, axis: number): Node {
  const extent = from.shape[axis] as number;
  const at = integers(name, indices);
  checkExtent(name, at, from, axis);
  if (isData(indices)) {
    // The array is this call's own copy.
    const own = at.values as Int32Array;
    own.forEach((i, k) => {
      if (i < 0) own[k] = i + extent;
    });
    return at;
  }
  return fromEnd(at, extent).node;
}

/** Positions inside the axis, for arithmetic with them: negative ones count from the end, and all are limited to the ends. */
export function limited(name: string, at: Node, from: Node, axis: number): Node {
  checkExtent(name, at, from, axis);
  const extent = from.shape[axis] as number;
  return clip(fromEnd(at, extent), 0, Math.max(0, extent - 1)).node;
}

function fromEnd(at: Node, extent: number): Tensor {
  const index = new Tensor(at);
  return where(less(index, 0), add(index, extent), index);
}

function checkExtent(name: string, at: Node, from: Node, axis: number): void {
  if (from.shape[axis] === 0 && !at.shape.includes(0)) {
    throw new ShapeError(`${name}: axis ${axis} of ${formatShape(from.shape)} is empty, there is nothing to index.`);
  }
}

const isData = (indices: Indices): indices is NestedArray | TypedArray =>
  typeof indices === 'number' || Array.isArray(indices) || ArrayBuffer.isView(indices);

/** Indices as an int32 node. */
export function integers(name: string, indices: Indices): Node {
  if (isData(indices)) {
    const at = constantNode(indices, { dtype: 'float64' });
    const other = (at.values as Float64Array).find((i) => !Number.isInteger(i));
    if (other !== undefined) throw new ArgumentError(`${name}: indices are integers, got ${other}.`);
    // Beyond int32 nothing is inside an axis: the ends of int32 are as far out.
    const limits = dtypes.int32;
    const near = Int32Array.from(at.values as Float64Array, (i) =>
      Math.min(limits.highest, Math.max(limits.lowest, i)),
    );
    return valueNode(near, at.shape, 'int32');
  }
  const at = operand(name, indices);
  if (!dtypes[at.dtype].integer) throw new DTypeError(`${name}: indices are integers, got ${at.dtype}. Use cast().`);
  if (at.dtype !== 'uint32') return castNode(at, 'int32');
  return castNode(minimum(new Tensor(at), dtypes.int32.highest).node, 'int32');
}
