import { ArgumentError, checkOptions, describe } from '../errors.ts';
import { formatShape, normalizeAxis } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { operand } from './operand.ts';
import { sliceAlong } from './runs.ts';

/** Options of {@link arraySplit}. */
export interface ArraySplitOptions {
  /** The axis to cut, negative from the end; default 0. */
  readonly axis?: number | undefined;
}

/**
 * The parts of `x` along an axis, as NumPy's `array_split`: `split` is what random keys do.
 *
 * A number asks for that many parts, of equal extent where it divides; otherwise the first ones are longer by 1. A list
 * says before which positions to cut, negative from the end, and gives one part more than it has entries.
 * @throws ArgumentError unless the number is a positive integer or the list holds integers, or when the axis does not exist
 * @example
 * ```ts
 * import { arraySplit, tensor } from '@gradkit/core';
 * const x = tensor([1, 2, 3, 4, 5]);
 * console.log(arraySplit(x, 2).map((part) => part.toArray())); // [[1, 2, 3], [4, 5]]
 * console.log(arraySplit(x, [1, -1]).map((part) => part.toArray())); // [[1], [2, 3, 4], [5]]
 * ```
 */
export function arraySplit(
  x: TensorLike,
  sections: number | readonly number[],
  options: ArraySplitOptions = {},
): Tensor[] {
  checkOptions('arraySplit', options, ['axis']);
  const from = operand('arraySplit', x);
  const axis = normalizeAxis('arraySplit', options.axis ?? 0, from.shape.length);
  const extent = from.shape[axis] as number;
  const cuts = typeof sections === 'number' ? evenCuts(sections, extent) : namedCuts(sections, extent);
  return cuts.map((start, i) => {
    const stop = cuts[i + 1] ?? extent;
    return new Tensor(sliceAlong(from, axis, start, Math.max(0, stop - start)));
  });

  function evenCuts(count: number, n: number): number[] {
    if (!Number.isInteger(count) || count < 1) {
      throw new ArgumentError(
        `arraySplit: sections is a positive integer or a list of positions in axis ${axis} of ` +
          `${formatShape(from.shape)}, got ${count}.`,
      );
    }
    const longer = n % count;
    return Array.from({ length: count }, (_, i) => i * Math.floor(n / count) + Math.min(i, longer));
  }

  function namedCuts(list: readonly number[], n: number): number[] {
    if (!Array.isArray(list) || !list.every(Number.isInteger)) {
      throw new ArgumentError(`arraySplit: positions are integers, got ${describe(list)}.`);
    }
    return [0, ...list.map((at) => Math.min(n, Math.max(0, at < 0 ? at + n : at)))];
  }
}
