import { ArgumentError, checkOptions, DataError, type DType, describe, type Tensor } from '@gradkit/core';
import { checkDType, columnFrom, realized } from './column.ts';
import { checkChoice } from './option-checks.ts';
import { checkInteger } from './permutation.ts';

/** Options of {@link padSequences}. */
export interface PadSequencesOptions {
  /** Length of all sequences afterwards; default that of the longest. */
  readonly maxLength?: number;
  /** On which side short ones are filled up; default `'pre'`. */
  readonly padding?: 'pre' | 'post';
  /** On which side long ones are cut off; default `'pre'`. */
  readonly truncating?: 'pre' | 'post';
  /** What they are filled up with; default 0. */
  readonly value?: number;
  /** Element type; default int32. */
  readonly dtype?: DType;
}

/**
 * Sequences of different lengths as one tensor [sequences, maxLength]: short ones are filled up, long ones cut off.
 *
 * By default both happens at the front, so that a recurrent network reads the end of every sequence last.
 *
 * @param sequences arrays of numbers, such as ids of words
 * @throws ArgumentError when an argument or option is wrong; DataError when there are no sequences
 * @example
 * ```ts
 * import { padSequences } from '@gradkit/data';
 *
 * console.log(padSequences([[1], [2, 3], [4, 5, 6]], { maxLength: 2 }).toArray()); // [[0, 1], [2, 3], [5, 6]]
 * ```
 */
export function padSequences(sequences: readonly ArrayLike<number>[], options: PadSequencesOptions = {}): Tensor {
  checkOptions('padSequences', options, ['maxLength', 'padding', 'truncating', 'value', 'dtype']);
  const { padding = 'pre', truncating = 'pre', value = 0, dtype = 'int32' } = options;
  for (const [name, side] of Object.entries({ padding, truncating }))
    checkChoice('padSequences', name, side, ['pre', 'post']);
  checkDType('padSequences', dtype);
  const isList = (list: unknown): boolean => Array.isArray(list) || ArrayBuffer.isView(list);
  if (!isList(sequences) || !sequences.every(isList)) {
    throw new ArgumentError(`padSequences: expected arrays of numbers, got ${describe(sequences)}.`);
  }
  if (sequences.length === 0) throw new DataError('padSequences: there are no sequences.');
  const { maxLength = sequences.reduce((longest, { length }) => Math.max(longest, length), 0) } = options;
  checkInteger('padSequences', 'maxLength', maxLength, 0, 2 ** 31 - 1);

  const { values } = columnFrom(new Float64Array(sequences.length * maxLength).fill(value), [maxLength], dtype);
  sequences.forEach((sequence, row) => {
    const kept = Math.min(sequence.length, maxLength);
    const from = truncating === 'pre' ? sequence.length - kept : 0;
    const to = row * maxLength + (padding === 'pre' ? maxLength - kept : 0);
    for (let i = 0; i < kept; i++) {
      const element = sequence[from + i];
      if (typeof element !== 'number') {
        throw new ArgumentError(
          `padSequences: element ${from + i} of sequence ${row} is no number: ${describe(element)}.`,
        );
      }
      values[to + i] = element;
    }
  });
  return realized(values, [sequences.length, maxLength], dtype);
}
