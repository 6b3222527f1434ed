import { ArgumentError, checkOptions, describe, ShapeError } from '../errors.ts';
import { node } from '../graph.ts';
import { normalizeAxis, orderedAxes } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { take } from './indexing.ts';
import { operand } from './operand.ts';
import { joinRuns } from './runs.ts';
import type { AxisOptions } from './shaping.ts';

/**
 * Copies of the whole `x` side by side, `counts[i]` of them along axis `i`, as NumPy's `tile`.
 *
 * `[n₁, n₂, …] → [counts₁ n₁, counts₂ n₂, …]`. The shorter of shape and counts is filled up with ones in front; one number
 * counts along the last axis.
 * @throws ArgumentError unless the counts are non-negative integers
 * @example
 * ```ts
 * import { tensor, tile } from '@gradkit/core';
 * console.log(tile(tensor([1, 2]), 2).toArray()); // [1, 2, 1, 2]
 * console.log(tile(tensor([1, 2]), [2, 1]).toArray()); // [[1, 2], [1, 2]]
 * ```
 */
export function tile(x: TensorLike, counts: number | readonly number[]): Tensor {
  const from = operand('tile', x);
  const given = typeof counts === 'number' ? [counts] : counts;
  checkCounts('tile', given);
  const rank = Math.max(from.shape.length, given.length);
  const fill = (list: readonly number[]): number[] => [...new Array<number>(rank - list.length).fill(1), ...list];
  const [extents, times] = [fill(from.shape), fill(given)];
  // Each axis becomes two, [copies, extent], of which the first is repeated.
  const spread = node('broadcast', [node('reshape', [from], { shape: extents })], {
    shape: extents.flatMap((n, i) => [times[i] as number, n]),
    axes: extents.map((_, i) => 2 * i + 1),
  });
  return new Tensor(node('reshape', [spread], { shape: extents.map((n, i) => n * (times[i] as number)) }));
}

/** Options of {@link repeat}. */
export interface RepeatOptions {
  /** The axis along which to repeat, negative from the end; default: `x` flattened. */
  readonly axis?: number | undefined;
}

/**
 * Every element, or sub-array, several times in a row, as NumPy's `repeat`.
 *
 * `[…, n, …] → […, n · counts, …]`, or the sum of the counts, where there is one for each element.
 * @throws ArgumentError unless the counts are non-negative integers, or when the axis does not exist; ShapeError when their
 * number is not the extent of the axis
 * @example
 * ```ts
 * import { repeat, tensor } from '@gradkit/core';
 * console.log(repeat(tensor([1, 2]), 2).toArray()); // [1, 1, 2, 2]
 * console.log(repeat(tensor([[1], [2]]), [1, 2], { axis: 0 }).toArray()); // [[1], [2], [2]]
 * ```
 */
export function repeat(x: TensorLike, counts: number | readonly number[], options: RepeatOptions = {}): Tensor {
  checkOptions('repeat', options, ['axis']);
  const given = operand('repeat', x);
  const flat = options.axis === undefined;
  const from = flat ? new Tensor(given).reshape([-1]).node : given;
  const axis = normalizeAxis('repeat', options.axis ?? 0, from.shape.length);
  const extent = from.shape[axis] as number;
  if (typeof counts === 'number') {
    checkCounts('repeat', [counts]);
    // The axis becomes two, [extent, copies], of which the second is repeated.
    const shape = from.shape.toSpliced(axis + 1, 0, counts);
    const axes = from.shape.map((_, i) => (i <= axis ? i : i + 1));
    const spread = node('broadcast', [from], { shape, axes });
    return new Tensor(node('reshape', [spread], { shape: from.shape.with(axis, extent * counts) }));
  }
  checkCounts('repeat', counts);
  if (counts.length !== extent) {
    throw new ShapeError(`repeat: needs one count for each of ${extent} elements, got ${counts.length}.`);
  }
  const positions = counts.flatMap((count, at) => new Array<number>(count).fill(at));
  return take(new Tensor(from), Int32Array.from(positions), { axis });
}

/**
 * The elements moved by `shift` positions along axes; those that leave at one end enter at the other, as NumPy's `roll`.
 *
 * Element `i` of the result is element `i − shift`, modulo the extent. Without an axis, `x` is rolled as if it were
 * flattened. A list of axes takes one shift for all, or a list of shifts.
 * @throws ArgumentError when a shift is not an integer, an axis does not exist, or shifts and axes are not as many
 * @example
 * ```ts
 * import { roll, tensor } from '@gradkit/core';
 * console.log(roll(tensor([1, 2, 3, 4]), 1).toArray()); // [4, 1, 2, 3]
 * console.log(roll(tensor([[1, 2], [3, 4]]), [1, 1], { axis: [0, 1] }).toArray()); // [[4, 3], [2, 1]]
 * ```
 */
export function roll(x: TensorLike, shift: number | readonly number[], options: AxisOptions = {}): Tensor {
  checkOptions('roll', options, ['axis']);
  const from = operand('roll', x);
  const shifts = typeof shift === 'number' ? [shift] : shift;
  if (!Array.isArray(shifts) || !shifts.every(Number.isInteger)) {
    throw new ArgumentError(`roll: shifts are integers, got ${describe(shift)}.`);
  }
  if (options.axis === undefined) {
    const total = shifts.reduce((sum, by) => sum + by, 0);
    return roll(new Tensor(from).reshape([-1]), total, { axis: 0 }).reshape(from.shape);
  }
  const named = orderedAxes('roll', options.axis, from.shape.length);
  // As NumPy: one shift for several axes, and several shifts of one axis add up.
  const pairs = Math.max(named.length, shifts.length);
  if ((named.length !== 1 && named.length !== pairs) || (shifts.length !== 1 && shifts.length !== pairs)) {
    throw new ArgumentError(`roll: ${shifts.length} shifts do not fit ${named.length} axes.`);
  }
  let result = from;
  for (let i = 0; i < pairs; i++) {
    const axis = named[i % named.length] as number;
    const extent = result.shape[axis] as number;
    const first = extent === 0 ? 0 : ((-(shifts[i % shifts.length] as number) % extent) + extent) % extent;
    if (first === 0) continue;
    result = joinRuns(result, axis, [
      { start: first, step: 1, length: extent - first },
      { start: 0, step: 1, length: first },
    ]);
  }
  return new Tensor(result);
}

function checkCounts(where: string, counts: readonly number[]): void {
  if (Array.isArray(counts) && counts.every((n) => Number.isInteger(n) && n >= 0)) return;
  throw new ArgumentError(`${where}: counts are non-negative integers, got [${String(counts)}].`);
}
