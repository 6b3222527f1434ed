import { ArgumentError, DataError, DTypeError, ShapeError, type Tensor } from '@gradkit/core';
import { fromChunks, fromColumns, type StreamDataset } from '@gradkit/data';
import { describe, expect, expectTypeOf, it } from 'vitest';

const collect = async <T>(from: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const element of from) all.push(element);
  return all;
};
const arrays = async (from: AsyncIterable<{ readonly [field: string]: Tensor }>): Promise<unknown> =>
  (await collect(from)).map((sample) => Object.values(sample).map((field) => field.toArray()));

describe('fromColumns', () => {
  it('makes samples of the values of several sources', async () => {
    async function* labels(): AsyncGenerator<number> {
      yield* [2, 0, 1];
    }
    const stream = fromColumns(
      {
        x: () => [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        y: labels,
      },
      { classes: 3, size: 3 },
    );
    expectTypeOf(stream).toEqualTypeOf<StreamDataset<'x' | 'y'>>();
    expect(stream.batch(2).length).toBe(2);
    expect(await arrays(stream)).toEqual([
      [[1, 2], 2],
      [[3, 4], 0],
      [[5, 6], 1],
    ]);
    expect((await collect(stream))[0]?.y.dtype).toBe('int32');
  });

  it('tells sources the epoch, and closes all of them', async () => {
    const closed: string[] = [];
    const counting = (name: string) =>
      function* (epoch: number): Generator<number> {
        try {
          for (;;) yield epoch;
        } finally {
          closed.push(name);
        }
      };
    const stream = fromColumns({ a: counting('a'), b: counting('b') });
    expect(await arrays(stream.epoch(4).take(1))).toEqual([[4, 4]]);
    expect(closed).toEqual(['a', 'b']);
  });

  it('refuses sources that end at different times, or fail', async () => {
    const short = fromColumns({ x: () => [1, 2], y: () => [1] });
    await expect(collect(short)).rejects.toThrow(DataError);
    await expect(collect(short)).rejects.toThrow(/field "y" ended after 1 samples, but "x" goes on/);
    const failing = fromColumns({
      x: () => [1, 2],
      y: function* () {
        yield 1;
        throw new Error('no more');
      },
    });
    await expect(collect(failing)).rejects.toThrow(/field "y": the source failed after 1 elements: no more/);
    await expect(collect(fromColumns({ x: () => [[1], [1, 2]] }))).rejects.toThrow(
      /sample 1: field "x" has shape \[2\]/,
    );
  });

  it('refuses what are no sources', () => {
    expect(() => fromColumns({})).toThrow(ArgumentError);
    expect(() => fromColumns({ x: [1] } as never)).toThrow(/fromColumns: field "x": expected a function/);
    expect(() => fromColumns({ x: () => [1] }, { batch: 1 } as object)).toThrow(/unknown option/);
  });
});

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
