import { isFloat } from '../dtype.ts';
import { ArgumentError, checkOptions, DTypeError, ShapeError } from '../errors.ts';
import { literal, type Node, node } from '../graph.ts';
import { formatShape } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { indexingCode } from '../wasm/emit/indexing.ts';
import { add } from './arithmetic.ts';
import { equal, less, lessEqual, notEqual, where } from './comparison.ts';
import { logicalAnd, logicalOr } from './logical.ts';
import { operands } from './operand.ts';

/** Options of {@link searchSorted}. */
export interface SearchSortedOptions {
  /** Whether a value goes before elements that equal it, or after them; default `left`. */
  readonly side?: 'left' | 'right' | undefined;
}

/**
 * Where values would be inserted into a sorted vector to keep it sorted, as int32: as `numpy.searchsorted`.
 *
 * `[n], […] → […]`. The position is the number of elements that are smaller, or with `side: 'right'` not larger. NaN counts as
 * largest. What is found in a vector that is not sorted means nothing.
 * @throws ShapeError when `sorted` is not a vector; DTypeError when the element types differ; ArgumentError for another side
 * @example
 * ```ts
 * import { searchSorted, tensor } from '@gradkit/core';
 * const edges = tensor([1, 2, 2, 3]);
 * console.log(searchSorted(edges, tensor([0, 2, 2.5, 9])).toArray()); // [0, 1, 3, 4]
 * console.log(searchSorted(edges, 2, { side: 'right' }).item()); // 3
 * ```
 */
export function searchSorted(sorted: TensorLike, values: TensorLike, options: SearchSortedOptions = {}): Tensor {
  checkOptions('searchSorted', options, ['side']);
  const { side = 'left' } = options;
  if (side !== 'left' && side !== 'right') {
    throw new ArgumentError(`searchSorted: side is 'left' or 'right', got ${String(side)}.`);
  }
  const [from, wanted] = operands('searchSorted', [sorted, values]) as [Node, Node];
  if (from.shape.length !== 1) {
    throw new ShapeError(`searchSorted: the sorted array is a vector, got shape ${formatShape(from.shape)}.`);
  }
  if (from.dtype !== wanted.dtype) {
    throw new DTypeError(
      `searchSorted: element types differ: ${from.dtype} and ${wanted.dtype}. Use cast() on one of them.`,
    );
  }
  const length = from.shape[0] as number;
  const value = new Tensor(wanted);
  let found = new Tensor(literal(0, 'int32', wanted.shape));
  // Binary search without branches: the position grows by halving steps, as long as the element before it is smaller.
  for (let step = 2 ** Math.floor(Math.log2(length)); step >= 1; step /= 2) {
    const next = add(found, step);
    const at = add(next, -1).node;
    const element = new Tensor(node('gather', [from, at], { batch: 0, axis: 0, code: indexingCode }));
    const isInside = lessEqual(next, length);
    found = where(logicalAnd(isInside, comesBefore(element, value, side)), next, found);
  }
  return found;
}

/** Whether an element stands before the place of a value; NaN, which differs from itself, is largest. */
function comesBefore(element: Tensor, value: Tensor, side: 'left' | 'right'): Tensor {
  if (!isFloat(value.dtype)) return side === 'left' ? less(element, value) : lessEqual(element, value);
  return side === 'left'
    ? logicalOr(less(element, value), logicalAnd(notEqual(value, value), equal(element, element)))
    : logicalOr(lessEqual(element, value), notEqual(value, value));
}
