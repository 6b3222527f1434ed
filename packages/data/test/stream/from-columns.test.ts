import { ArgumentError, DataError } from '@gradkit/core';
import { fromColumns, type StreamDataset } from '@gradkit/data';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { arrays, collect } from './collected.ts';

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
