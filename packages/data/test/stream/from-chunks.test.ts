import { ArgumentError, DataError, DTypeError, ShapeError } from '@gradkit/core';
import { fromChunks, type StreamDataset } from '@gradkit/data';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { arrays, collect } from './collected.ts';

describe('fromChunks', () => {
  it('makes samples of chunks of any lengths', async () => {
    const stream = fromChunks(() => [
      { x: new Float32Array([1, 2]), y: [[1], [2]] },
      { x: new Float32Array([3]), y: [[3]] },
      { x: new Float32Array([4, 5, 6]), y: [[4], [5], [6]] },
    ]);
    expectTypeOf(stream).toEqualTypeOf<StreamDataset<'x' | 'y'>>();
    expect(await arrays(stream.batch(4))).toEqual([
      [
        [1, 2, 3, 4],
        [[1], [2], [3], [4]],
      ],
      [
        [5, 6],
        [[5], [6]],
      ],
    ]);
    const indices: number[] = [];
    const mapped = stream.map((batch, context) => {
      indices.push(...context.indices);
      return batch;
    });
    await collect(mapped.batch(3));
    expect(indices).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it.each<[string, Iterable<object>, new (message: string) => Error, RegExp]>([
    ['fields of different lengths', [{ x: [1, 2], y: [1] }], DataError, /chunk 0: "x" has 2 samples, but "y" has 1/],
    ['another shape', [{ x: [[1]] }, { x: [[1, 2]] }], ShapeError, /chunk 1: field "x" has shape \[2\], but .* \[1\]/],
    ['another type', [{ x: [1] }, { x: [true] }], DTypeError, /chunk 1: field "x" is bool/],
    ['other fields', [{ x: [1] }, { z: [1] }], DataError, /chunk 1 has the fields z/],
    ['no samples', [{ x: [] }], DataError, /chunk 0: field "x" has no samples/],
    ['single numbers', [{ x: 1 }], ArgumentError, /chunk 0: field "x" must be a tensor/],
  ])('refuses chunks with %s', async (_, chunks, type, message) => {
    const read = collect(fromChunks(() => chunks as Iterable<{ x: number[] }>));
    await expect(read).rejects.toThrow(type);
    await expect(read).rejects.toThrow(message);
  });

  it('checks class ids', async () => {
    const stream = fromChunks(() => [{ x: [1, 2], y: [0, 5] }], { classes: 2 });
    await expect(collect(stream)).rejects.toThrow(/chunk 0: y\[1\] is 5/);
  });
});
