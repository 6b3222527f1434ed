import { argsortCode } from '../brought/argsort.ts';
import { ArgumentError, checkFlags, checkOptions } from '../errors.ts';
import { type Node, node } from '../graph.ts';
import { normalizeAxis } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { gatherAlong } from './indexing.ts';
import { operand } from './operand.ts';
import { sliceAlong } from './runs.ts';

/** Options of {@link sort} and {@link argsort}. */
export interface SortOptions {
  /** The axis to sort along, negative from the end; default -1. */
  readonly axis?: number | undefined;
  /** Whether the largest comes first; default `false`. */
  readonly descending?: boolean | undefined;
}

/**
 * The elements along one axis in ascending or descending order.
 *
 * NaN counts as largest: it comes last, or first when `descending`. The sort is stable, and its derivative follows each
 * element to its place, also among equal ones.
 * @throws ArgumentError when the axis does not exist
 * @example
 * ```ts
 * import { sort, tensor } from '@gradkit/core';
 * const x = tensor([[3, 1, 2], [9, 7, 8]]);
 * console.log(sort(x).toArray()); // [[1, 2, 3], [7, 8, 9]]
 * console.log(sort(x, { axis: 0, descending: true }).toArray()); // [[9, 7, 8], [3, 1, 2]]
 * ```
 */
export function sort(x: TensorLike, options: SortOptions = {}): Tensor {
  const from = operand('sort', x);
  const { axis, positions } = order('sort', from, options);
  return new Tensor(gatherAlong(from, positions, axis));
}

/**
 * The positions along one axis that put the elements in ascending or descending order, as int32:
 * `takeAlongAxis(x, argsort(x))` is `sort(x)`.
 *
 * NaN counts as largest: it comes last, or first when `descending`. Equal elements, -0 and 0 among them, keep their order in
 * both directions.
 * @throws ArgumentError when the axis does not exist
 * @example
 * ```ts
 * import { argsort, tensor } from '@gradkit/core';
 * console.log(argsort(tensor([30, 10, 20, 10])).toArray()); // [1, 3, 2, 0]
 * console.log(argsort(tensor([30, 10, 20, 10]), { descending: true }).toArray()); // [0, 2, 1, 3]
 * ```
 */
export function argsort(x: TensorLike, options: SortOptions = {}): Tensor {
  return new Tensor(order('argsort', operand('argsort', x), options).positions);
}

/** Options of {@link topK}. */
export interface TopKOptions {
  /** The axis to choose along, negative from the end; default -1. */
  readonly axis?: number | undefined;
  /** Whether to choose the largest elements, not the smallest; default `true`. */
  readonly largest?: boolean | undefined;
  /** Whether the best comes first; otherwise the chosen keep the order in which they stand; default `true`. */
  readonly sorted?: boolean | undefined;
}

/** What {@link topK} finds. */
export interface TopK {
  /** The chosen elements. */
  readonly values: Tensor;
  /** Where they stand along the axis, as int32. */
  readonly indices: Tensor;
}

/**
 * The `k` largest elements along one axis and their positions: `[…, n, …] → […, k, …]`, as `jax.lax.top_k`.
 *
 * Of equal elements the first ones are chosen. NaN counts as largest. The derivative goes to the elements chosen.
 * @throws ArgumentError when `k` is not an integer in [0, n] or the axis does not exist
 * @example
 * ```ts
 * import { tensor, topK } from '@gradkit/core';
 * const { values, indices } = topK(tensor([5, 9, 7, 9, 1]), 3);
 * console.log(values.toArray(), indices.toArray()); // [9, 9, 7] [1, 3, 2]
 * console.log(topK(tensor([5, 9, 7]), 2, { largest: false }).values.toArray()); // [5, 7]
 * ```
 */
export function topK(x: TensorLike, k: number, options: TopKOptions = {}): TopK {
  checkOptions('topK', options, ['axis', 'largest', 'sorted']);
  const { largest = true, sorted = true } = options;
  checkFlags('topK', { largest, sorted });
  const from = operand('topK', x);
  const axis = normalizeAxis('topK', options.axis ?? -1, from.shape.length);
  const length = from.shape[axis] as number;
  if (!Number.isInteger(k) || k < 0 || k > length) {
    throw new ArgumentError(`topK: k is an integer in [0, ${length}], the extent of axis ${axis}, got ${String(k)}.`);
  }
  const best = sliceAlong(ordered(from, axis, largest), axis, 0, k);
  const indices = sorted ? best : gatherAlong(best, ordered(best, axis, false), axis);
  return { values: new Tensor(gatherAlong(from, indices, axis)), indices: new Tensor(indices) };
}

function order(where: string, x: Node, options: SortOptions): { readonly axis: number; readonly positions: Node } {
  checkOptions(where, options, ['axis', 'descending']);
  const { descending = false } = options;
  checkFlags(where, { descending });
  const axis = normalizeAxis(where, options.axis ?? -1, x.shape.length);
  return { axis, positions: ordered(x, axis, descending) };
}

/** The sorted positions along an axis. */
export function ordered(x: Node, axis: number, descending: boolean): Node {
  return node('argsort', [x], { axis, descending, code: argsortCode });
}
