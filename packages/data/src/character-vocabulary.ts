import { ArgumentError, checkOptions, DataError, describe } from '@gradkit/core';
import { checkInteger } from './permutation.ts';

/** Options of {@link characterVocabulary}. */
export interface CharacterVocabularyOptions {
  /** The id of the first character; 1 leaves 0 free for filling up sequences. Default 0. */
  readonly firstId?: number;
}

/** Characters and their ids. */
export interface CharacterVocabulary {
  /** In the order of their ids. */
  readonly characters: readonly string[];
  /** Number of ids, with those left free: the `inputDim` of an embedding, the units of an output. */
  readonly size: number;
  /** The ids of a text. Throws a DataError for a character that is not in the vocabulary. */
  encode(text: string): Int32Array;
  /** The text of ids; those left free are left out. Throws an ArgumentError for an id that is none. */
  decode(ids: ArrayLike<number>): string;
}

/**
 * The characters that occur in a text, numbered in the order of their code points: what a network reads and writes instead of
 * letters. Characters are code points, so that an emoji is one.
 *
 * @param text all characters that will ever be encoded
 * @throws ArgumentError when the text is none or an option is wrong; DataError when it is empty
 * @example
 * ```ts
 * import { characterVocabulary } from '@gradkit/data';
 *
 * const vocabulary = characterVocabulary('hello');
 * console.log(vocabulary.characters, vocabulary.encode('hole')); // ['e', 'h', 'l', 'o'] 1 3 2 0
 * console.log(vocabulary.decode([1, 0, 2, 2, 3])); // hello
 * ```
 */
export function characterVocabulary(text: string, options: CharacterVocabularyOptions = {}): CharacterVocabulary {
  checkOptions('characterVocabulary', options, ['firstId']);
  const { firstId = 0 } = options;
  checkInteger('characterVocabulary', 'firstId', firstId, 0, 2 ** 31 - 1);
  if (typeof text !== 'string') throw new ArgumentError(`characterVocabulary: expected a text, got ${describe(text)}.`);
  if (text === '') throw new DataError('characterVocabulary: the text is empty.');
  const pointOf = (character: string): number => character.codePointAt(0) as number;
  const characters = [...new Set(text)].sort((a, b) => pointOf(a) - pointOf(b));
  const ids = new Map(characters.map((character, i) => [character, firstId + i]));
  const size = firstId + characters.length;
  return {
    characters,
    size,
    encode: (given) =>
      Int32Array.from([...given], (character, position) => {
        const id = ids.get(character);
        if (id !== undefined) return id;
        throw new DataError(
          `encode: ${describe(character)} at ${position} is not one of the ${characters.length} characters.`,
        );
      }),
    decode: (given) =>
      Array.from(given, (id, position) => {
        checkInteger('decode', `the id at ${position}`, id, 0, size - 1);
        return characters[id - firstId] ?? '';
      }).join(''),
  };
}
