import { ArgumentError, DataError } from '@gradkit/core';
import { type PadSequencesOptions, padSequences } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import golden from './golden/datasets.json' with { type: 'json' };

describe('padSequences', () => {
  it.each(golden.sequences)(
    'is that of Keras: $maxLength, $padding, $truncating',
    ({ sequences, maxLength, padding, truncating, result }) => {
      const sides = { padding, truncating } as PadSequencesOptions;
      const options = maxLength === null ? sides : { ...sides, maxLength };
      expect(padSequences(sequences, { ...options, value: -1 }).toArray()).toEqual(result);
    },
  );

  it('takes typed arrays, and another element type', () => {
    const padded = padSequences([new Float32Array([1.5]), [2, 3]], { dtype: 'float32' });
    expect([padded.dtype, padded.toArray()]).toEqual([
      'float32',
      [
        [0, 1.5],
        [2, 3],
      ],
    ]);
    expect(padSequences([[1]]).dtype).toBe('int32');
  });

  it.each<[string, () => unknown, new (message: string) => Error, RegExp]>([
    ['no sequences', () => padSequences([]), DataError, /there are no sequences/],
    ['numbers', () => padSequences([1] as never), ArgumentError, /expected arrays of numbers/],
    ['words', () => padSequences([[1], ['a']] as never), ArgumentError, /element 0 of sequence 1 is no number: "a"/],
    [
      'another side',
      () => padSequences([[1]], { padding: 'left' as 'pre' }),
      ArgumentError,
      /padding must be one of pre, post/,
    ],
    ['another type', () => padSequences([[1]], { dtype: 'int8' as 'int32' }), Error, /dtype/],
    ['a negative length', () => padSequences([[1]], { maxLength: -1 }), ArgumentError, /maxLength/],
    ['unknown options', () => padSequences([[1]], { maxlen: 1 } as object), ArgumentError, /unknown option "maxlen"/],
  ])('refuses %s', (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
