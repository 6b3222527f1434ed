import { ArgumentError, checkOptions } from '../errors.ts';
import { gatherAlong, take } from '../functions/indexing.ts';
import { operand } from '../functions/operand.ts';
import { ordered } from '../functions/sorting.ts';
import type { Node } from '../graph.ts';
import { normalizeAxis } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { bits } from './key.ts';

/** Options of {@link permutation}. */
export interface PermutationOptions {
  /** The axis along which an array is shuffled, negative from the end; default 0. */
  readonly axis?: number | undefined;
}

/**
 * The numbers from 0 to `x - 1` in random order, as int32; or the slices of an array `x` in random order along one axis.
 *
 * Every order is equally likely, up to the chance that two of n random 64-bit words are equal, which is below n²/2⁶⁵.
 * @param x a number of elements, or an array
 * @throws ArgumentError when `from` is not a key, the number is not a non-negative integer or the axis does not exist
 * @example
 * ```ts
 * import { key, permutation, sort, tensor } from '@gradkit/core';
 * console.log(sort(permutation(key(0), 5)).toArray()); // [0, 1, 2, 3, 4]
 * console.log(permutation(key(0), tensor([[1, 2], [3, 4]]), { axis: 1 }).shape); // [2, 2]
 * ```
 */
export function permutation(from: TensorLike, x: TensorLike, options: PermutationOptions = {}): Tensor {
  checkOptions('permutation', options, ['axis']);
  if (typeof x === 'number') {
    if (!Number.isInteger(x) || x < 0 || x >= 2 ** 31) {
      throw new ArgumentError(`permutation: a number of elements is an integer in [0, 2^31), got ${x}.`);
    }
    return new Tensor(shuffled(from, x));
  }
  const array = operand('permutation', x);
  const axis = normalizeAxis('permutation', options.axis ?? 0, array.shape.length);
  return take(new Tensor(array), new Tensor(shuffled(from, array.shape[axis] as number)), { axis });
}

/** The order of random numbers of 64 bits: that of the upper words, where they are equal that of the lower ones. */
function shuffled(from: TensorLike, count: number): Node {
  const lower = ordered(bits('permutation', from, [count], 1), 0, false);
  const upper = gatherAlong(bits('permutation', from, [count], 0), lower, 0);
  return gatherAlong(lower, ordered(upper, 0, false), 0);
}
