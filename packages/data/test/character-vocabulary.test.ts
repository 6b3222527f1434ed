import { ArgumentError, DataError } from '@gradkit/core';
import { characterVocabulary } from '@gradkit/data';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('characterVocabulary', () => {
  it('numbers characters by their code points', () => {
    const { characters, size, encode } = characterVocabulary('banana 안녕 🙂!');
    expect(characters).toEqual([' ', '!', 'a', 'b', 'n', '녕', '안', '🙂']);
    expect(size).toBe(8);
    expect(encode('nab🙂')).toEqual(Int32Array.of(4, 2, 3, 7));
  });

  it('reads what it wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.integer({ min: 0, max: 3 }), (text, firstId) => {
        const vocabulary = characterVocabulary(text, { firstId });
        expect(vocabulary.decode(vocabulary.encode(text))).toBe(text);
        expect(Math.min(...vocabulary.encode(text))).toBe(firstId);
      }),
    );
  });

  it('leaves ids free on demand, which stand for nothing', () => {
    const { encode, decode, size } = characterVocabulary('abc', { firstId: 1 });
    expect([size, ...encode('cab')]).toEqual([4, 3, 1, 2]);
    expect(decode([0, 0, 3, 1])).toBe('ca');
    expect(encode('')).toEqual(new Int32Array(0));
  });

  it('refuses unknown characters and ids', () => {
    const { encode, decode } = characterVocabulary('ab');
    expect(() => encode('aba?')).toThrow(DataError);
    expect(() => encode('aba?')).toThrow(/"\?" at 3 is not one of the 2 characters/);
    expect(() => decode([0, 2])).toThrow(/the id at 1 must be an integer from 0 to 1, got 2/);
    expect(() => decode([0.5])).toThrow(ArgumentError);
    expect(() => characterVocabulary('')).toThrow(DataError);
    expect(() => characterVocabulary(3 as never)).toThrow(ArgumentError);
  });
});
