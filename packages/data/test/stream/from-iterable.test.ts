import { ArgumentError, DataError, DTypeError, ShapeError, type Tensor, tensor } from '@gradkit/core';
import { type BatchSource, dataset, fromIterable, type StreamDataset } from '@gradkit/data';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { collect } from './collected.ts';

/** Samples that can be told apart: x is [10 i, 10 i + 1], y is i. */
const numbered = (size: number, options = {}): StreamDataset<'x' | 'y'> =>
  fromIterable(function* () {
    for (let i = 0; i < size; i++) yield { x: [10 * i, 10 * i + 1], y: i };
  }, options);
const ids = async (from: AsyncIterable<{ readonly y: Tensor }>): Promise<number[]> =>
  (await collect(from)).flatMap(({ y }) => [...y.dataSync()]);
const range = (size: number): number[] => Array.from({ length: size }, (_, i) => i);

describe('fromIterable', () => {
  it('takes numbers, nested arrays, typed arrays, typed arrays with a shape, and tensors', async () => {
    const stream = fromIterable(() => [
      {
        number: 1.5,
        truth: true,
        nested: [[1, 2]],
        typed: new Float64Array([5, 6]),
        shaped: { values: new Uint8Array([1, 2, 3, 4]), shape: [2, 2] },
        tensors: tensor([7], { dtype: 'int32' }),
      },
    ]);
    const [sample] = await collect(stream);
    const seen = Object.entries(sample ?? {}).map(([name, t]) => [name, t.dtype, t.shape, t.toArray()]);
    expect(seen).toEqual([
      ['number', 'float32', [], 1.5],
      ['truth', 'bool', [], true],
      ['nested', 'float32', [1, 2], [[1, 2]]],
      ['typed', 'float64', [2], [5, 6]],
      [
        'shaped',
        'uint8',
        [2, 2],
        [
          [1, 2],
          [3, 4],
        ],
      ],
      ['tensors', 'int32', [1], [7]],
    ]);
  });

  it('is typed by its fields, and is what training iterates', () => {
    const stream = numbered(3);
    expectTypeOf(stream).toEqualTypeOf<StreamDataset<'x' | 'y'>>();
    expectTypeOf(stream.batch(2)).toExtend<BatchSource>();
    expectTypeOf(dataset({ x: [1], y: [1] }).batch(1)).toExtend<BatchSource>();
    expect(Symbol.iterator in stream.batch(2)).toBe(false);
    expect(Symbol.iterator in dataset({ x: [1], y: [1] }).batch(1)).toBe(true);
  });

  it('reads synchronous and asynchronous iterables', async () => {
    async function* later(): AsyncGenerator<{ y: number }> {
      for (const y of [3, 1, 2]) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        yield { y };
      }
    }
    expect(await ids(fromIterable(later))).toEqual([3, 1, 2]);
    expect(await ids(fromIterable(() => new Set([{ y: 4 }, { y: 5 }])))).toEqual([4, 5]);
  });

  it('reads the source anew in every pass, and tells it the epoch', async () => {
    const epochs: number[] = [];
    const stream = fromIterable((epoch) => {
      epochs.push(epoch);
      return [{ y: epoch }];
    });
    expect(epochs).toEqual([]);
    expect([await ids(stream), await ids(stream), await ids(stream.epoch(5).batch(1))]).toEqual([[0], [0], [5]]);
    expect(epochs).toEqual([0, 0, 5]);
  });

  it('keeps what it is told about classes, and checks the ids', async () => {
    const stream = fromIterable(
      () => [
        { x: [1], y: 1 },
        { x: [2], y: 2 },
      ],
      { classNames: ['a', 'b'], featureNames: ['f'] },
    );
    const { classes, classNames, featureNames } = stream.shuffle({ seed: 1 }).take(2);
    expect({ classes, classNames, featureNames }).toEqual({ classes: 2, classNames: ['a', 'b'], featureNames: ['f'] });
    expect((await collect(stream.take(1)))[0]?.y.dtype).toBe('int32');
    await expect(collect(stream)).rejects.toThrow(/sample 1: y\[0\] is 2, but with 2 classes/);
  });

  it('copies what it is given, so that a source may use its arrays again', async () => {
    const stream = fromIterable(function* () {
      const y = new Float32Array(1);
      for (y[0] = 0; (y[0] as number) < 3; y[0] = (y[0] as number) + 1) yield { y };
    });
    expect(await ids(stream.batch(3))).toEqual([0, 1, 2]);
  });

  it.each<[string, Iterable<object>, new (message: string) => Error, RegExp]>([
    [
      'another shape',
      [{ x: [1, 2] }, { x: [1] }],
      ShapeError,
      /sample 1: field "x" has shape \[1\], but .*first has \[2\]/,
    ],
    [
      'another type',
      [{ x: 1 }, { x: true }],
      DTypeError,
      /sample 1: field "x" is bool, but that of the first is float32/,
    ],
    ['a missing field', [{ x: 1, y: 1 }, { x: 1 }], DataError, /sample 1 has the fields x, but the first has x, y/],
    ['another field', [{ x: 1 }, { z: 1 }], DataError, /sample 1 has the fields z, but the first has x/],
    ['nothing in a field', [{ x: undefined }], DataError, /sample 0: field "x" is undefined/],
    ['an empty array', [{ x: [] }], DataError, /sample 0: field "x" has shape \[0\]/],
    ['ragged arrays', [{ x: [[1], [2, 3]] }], ShapeError, /ragged/],
    ['words', [{ x: 'a' }], ArgumentError, /sample 0: field "x" must be a tensor/],
    ['no fields', [{}], ArgumentError, /sample 0 has no fields/],
    ['bare arrays', [[1]], ArgumentError, /sample 0 must be an object of fields such as \{ x, y \}, got an array/],
  ])('refuses samples with %s', async (_, samples, type, message) => {
    const read = collect(fromIterable(() => samples as Iterable<{ x: number }>));
    await expect(read).rejects.toThrow(type);
    await expect(read).rejects.toThrow(message);
  });

  it('refuses what is not a source, and unknown options', () => {
    expect(() => fromIterable([{ x: 1 }] as never)).toThrow(/expected a function that makes an iterable/);
    expect(() => fromIterable(() => [{ x: 1 }], { sise: 1 } as object)).toThrow(/mean "size"/);
    expect(() => fromIterable(() => [{ x: 1 }], { size: 0 })).toThrow(/size must be an integer from 1/);
    expect(() => fromIterable(() => [{ x: 1 }], { classes: 2, classNames: ['a'] })).toThrow(
      /2 classes have 1 classNames/,
    );
  });

  it('refuses a source that is empty, or can be read only once', async () => {
    await expect(collect(fromIterable(() => [] as { x: number }[]))).rejects.toThrow(/the source is empty/);
    const once = [{ y: 1 }].values();
    const stream = fromIterable(() => once);
    expect(await ids(stream)).toEqual([1]);
    await expect(collect(stream)).rejects.toThrow(/must make a new iterator each time/);
    await expect(collect(fromIterable(() => 3 as never))).rejects.toThrow(/must return something iterable, got 3/);
    await expect(collect(fromIterable(() => [{ y: 1 }], { classes: 2 }).map((x) => x))).resolves.toHaveLength(1);
    await expect(collect(fromIterable(() => [{ x: 1 }], { classes: 2 }))).rejects.toThrow(
      /field "y", which is missing/,
    );
  });

  it('says how far a source came that fails, and why', async () => {
    const reason = new Error('the line is dead');
    const stream = fromIterable(function* () {
      yield { y: 0 };
      yield { y: 1 };
      throw reason;
    });
    for (const read of [
      stream,
      stream.batch(2),
      stream.shuffle({ seed: 1 }),
      stream.prefetch(9),
      stream.batch(1).prefetch(3),
    ]) {
      await expect(collect<unknown>(read)).rejects.toThrow(DataError);
      await expect(collect<unknown>(read)).rejects.toThrow(
        /fromIterable: the source failed after 2 elements: the line is dead/,
      );
      await expect(collect<unknown>(read)).rejects.toMatchObject({ cause: reason });
    }
    expect(await ids(stream.take(2))).toEqual([0, 1]);
  });

  it('checks the size that it is told', async () => {
    expect(await ids(numbered(3, { size: 3 }))).toEqual([0, 1, 2]);
    await expect(collect(numbered(3, { size: 4 }))).rejects.toThrow(/ended after 3 samples, but size announces 4/);
    await expect(collect(numbered(3, { size: 2 }))).rejects.toThrow(/more than the 2 samples/);
    expect(await ids(numbered(3, { size: 2 }).take(2))).toEqual([0, 1]);
  });
});

describe('closing', () => {
  const watched = (): { stream: StreamDataset<'y'>; asked: () => number; closed: () => number } => {
    let asked = 0;
    let closed = 0;
    const stream = fromIterable(function* () {
      try {
        for (let y = 0; ; y++) {
          asked++;
          yield { y };
        }
      } finally {
        closed++;
      }
    });
    return { stream, asked: () => asked, closed: () => closed };
  };

  it.each<[string, (stream: StreamDataset<'y'>) => AsyncIterable<unknown>, number]>([
    ['samples', (s) => s, 1],
    ['batches', (s) => s.batch(4), 4],
    ['filtered samples', (s) => s.filter(({ y }) => y.item() > 2), 4],
    ['skipped samples', (s) => s.skip(5), 6],
    ['shuffled samples', (s) => s.shuffle({ seed: 1, bufferSize: 10 }), 11],
    ['repeated samples', (s) => s.repeat(), 1],
    ['samples read ahead', (s) => s.prefetch(3), 4],
    ['batches read ahead', (s) => s.batch(2).prefetch(2), 6],
  ])('closes the source of %s after the first, and asks for no more than needed', async (_, change, needed) => {
    const { stream, asked, closed } = watched();
    for await (const first of change(stream)) {
      expect(first).toBeDefined();
      break;
    }
    expect(closed()).toBe(1);
    expect(asked()).toBe(needed);
  });

  it('closes the source when the loop throws, and when enough is taken', async () => {
    const { stream, asked, closed } = watched();
    const loop = async (): Promise<void> => {
      for await (const first of stream.batch(2)) throw new Error(`stop at ${first.y.size}`);
    };
    await expect(loop()).rejects.toThrow(/stop at 2/);
    expect(closed()).toBe(1);
    expect(await ids(stream.take(3))).toEqual([0, 1, 2]);
    expect(closed()).toBe(2);
    expect(asked()).toBe(5);
  });
});

describe('stages', () => {
  it('take, skip and repeat as arrays do', async () => {
    const counts = fc.integer({ min: 1, max: 9 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(3, 5, 7),
        counts,
        fc.integer({ min: 0, max: 2 }),
        counts,
        async (n, take, skip, times) => {
          const stream = numbered(n, { size: n }).skip(skip).repeat(times).take(take);
          const expected = Array.from({ length: times }, () => range(n).slice(skip))
            .flat()
            .slice(0, take);
          expect(await ids(stream)).toEqual(expected);
          expect(stream.size).toBe(expected.length);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('filters, also what is mapped', async () => {
    const even = numbered(6).filter(({ y }) => y.item() % 2 === 0);
    expect(await ids(even)).toEqual([0, 2, 4]);
    const doubled = numbered(6)
      .map(({ y }) => ({ y: y.mul(2) }))
      .filter(({ y }) => y.item() > 6);
    expect(await ids(doubled.batch(2))).toEqual([8, 10]);
    expect(() => numbered(1).filter(3 as never)).toThrow(/filter: expected a function/);
    expect(() => numbered(1).map(3 as never)).toThrow(/map: expected a function, got 3/);
  });

  it('knows its size as far as it can be known', () => {
    const sizes = (s: StreamDataset): unknown[] => [
      s.size,
      s.batch(4).length,
      s.batch(4, { dropRemainder: true }).length,
      s
        .shuffle({ seed: 1 })
        .prefetch(2)
        .map((x) => x)
        .epoch(2).size,
    ];
    expect(sizes(numbered(10, { size: 10 }))).toEqual([10, 3, 2, 10]);
    expect(sizes(numbered(10))).toEqual([undefined, undefined, undefined, undefined]);
    expect(sizes(numbered(10, { size: 10 }).filter(() => true))).toEqual([undefined, undefined, undefined, undefined]);
    expect(sizes(numbered(10).repeat())).toEqual([Infinity, Infinity, Infinity, Infinity]);
    expect(numbered(10).repeat().take(7).size).toBe(7);
    expect(numbered(10).repeat(2).size).toBeUndefined();
  });

  it('repeats without end, each time as another epoch', async () => {
    const source = fromIterable((epoch) => [{ y: 10 * epoch }, { y: 10 * epoch + 1 }]);
    expect(await ids(source.repeat(2).epoch(3))).toEqual([60, 61, 70, 71]);
    expect(await ids(source.repeat().epoch(3).take(5))).toEqual([30, 31, 40, 41, 50]);
    const never = source.filter(() => false).repeat();
    expect(await ids(never)).toEqual([]);
  });

  it('shuffles by seed and epoch only, and loses nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(1, 2, 5, 17),
        fc.constantFrom(1, 2, 5, 40),
        fc.maxSafeInteger(),
        async (n, bufferSize, seed) => {
          const stream = numbered(n).shuffle({ seed, bufferSize });
          const order = await ids(stream);
          expect(order.toSorted((a, b) => a - b)).toEqual(range(n));
          expect(await ids(stream.batch(3))).toEqual(order);
          // With a buffer of one place there is nothing to choose; a sample never comes earlier than the buffer allows.
          for (const [at, id] of order.entries()) expect(id - at).toBeLessThan(bufferSize);
        },
      ),
      { numRuns: 30 },
    );
    const stream = numbered(40).shuffle({ seed: 7 });
    expect(await ids(stream)).not.toEqual(await ids(stream.epoch(1)));
    expect(await ids(stream)).not.toEqual(await ids(numbered(40).shuffle({ seed: 8 })));
  });

  it('puts every sample in every place equally often, if the buffer holds all', async () => {
    const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    const runs = 2000;
    for (let seed = 0; seed < runs; seed++) {
      const order = await ids(numbered(4).shuffle({ seed, bufferSize: 4 }));
      order.forEach((id, at) => {
        const row = counts[id] as number[];
        row[at] = (row[at] as number) + 1;
      });
    }
    // Each count is binomial(2000, 1/4) with standard deviation 19.4: five of them.
    for (const count of counts.flat()) expect(Math.abs(count - runs / 4)).toBeLessThan(97);
  });

  it('reads ahead while the consumer works, and keeps the order', async () => {
    let asked = 0;
    const stream = fromIterable(async function* () {
      for (let y = 0; y < 6; y++) {
        asked++;
        yield { y };
      }
    });
    const seen: number[] = [];
    for await (const { y } of stream.prefetch(2)) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen.push(y.item());
      expect(asked).toBe(Math.min(6, seen.length + 2));
    }
    expect(seen).toEqual(range(6));
  });

  it('refuses wrong numbers', () => {
    const stream = numbered(3, { size: 3 });
    expect(() => stream.take(0)).toThrow(/take: the number of samples must be an integer from 1/);
    expect(() => stream.skip(-1)).toThrow(/skip: the number of samples/);
    expect(() => stream.skip(3)).toThrow(/skip: 3 of 3 samples leaves none/);
    expect(() => stream.repeat(0)).toThrow(/repeat: the number of times/);
    expect(() => stream.prefetch(0)).toThrow(/prefetch: the number of samples/);
    expect(() => stream.batch(0)).toThrow(/batch: the batch size/);
    expect(() => stream.batch(1).prefetch(0)).toThrow(/prefetch: the number of batches/);
    expect(() => stream.epoch(-1)).toThrow(ArgumentError);
    expect(() => stream.batch(2).epoch(0.5)).toThrow(ArgumentError);
    expect(() => stream.shuffle({} as { seed: number })).toThrow(/shuffle: seed/);
    expect(() => stream.shuffle({ seed: 1, bufferSize: 0 })).toThrow(/bufferSize/);
    expect(() => stream.batch(1, { drop: true } as object)).toThrow(/unknown option "drop"/);
    expect(() => stream.batch(1, { dropRemainder: 1 as never })).toThrow(/batch: dropRemainder/);
  });
});

describe('batch of a stream', () => {
  it('is that of the same data in memory', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(1, 2, 5, 17),
        fc.constantFrom(1, 2, 3, 40),
        fc.boolean(),
        async (n, size, dropRemainder) => {
          const data = dataset({ x: range(n).map((i) => [10 * i, 10 * i + 1]), y: range(n) });
          const plain = (batches: readonly { readonly x: Tensor; readonly y: Tensor }[]): unknown =>
            batches.map(({ x, y }) => [x.toArray(), y.toArray()]);
          expect(plain(await collect(numbered(n).batch(size, { dropRemainder })))).toEqual(
            plain([...data.batch(size, { dropRemainder })]),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it('maps whole batches, and tells the epoch and the positions in the source', async () => {
    const contexts: unknown[] = [];
    const stream = numbered(5).map(({ y }, { epoch, indices }) => {
      contexts.push([epoch, [...indices]]);
      return { y: y.add(epoch) };
    });
    expect(await ids(stream.skip(1).batch(3).epoch(2))).toEqual([3, 4, 5, 6]);
    expect(contexts).toEqual([
      [2, [1, 2, 3]],
      [2, [4]],
    ]);
    expect(
      await ids(
        numbered(3)
          .batch(2)
          .map(({ y }) => ({ y: y.mul(2) })),
      ),
    ).toEqual([0, 2, 4]);
  });

  it('maps each epoch apart when a batch holds several', async () => {
    const stream = numbered(3)
      .map(({ y }, { epoch }) => ({ y: y.add(10 * epoch) }))
      .repeat(2);
    const batches = await collect(stream.batch(4));
    expect(batches.map(({ y }) => y.toArray())).toEqual([
      [0, 1, 2, 10],
      [11, 12],
    ]);
  });

  it('refuses maps that lose samples', async () => {
    await expect(
      collect(
        numbered(4)
          .map(({ y }) => ({ y: y.reshape([2, 2]) }))
          .batch(4),
      ),
    ).rejects.toThrow(/first axis counts samples/);
  });
});

describe('toDataset', () => {
  it('reads everything into memory, with maps and epoch', async () => {
    const stream = numbered(4, { classes: 4 }).map(({ x, y }) => ({ x: x.mul(2), y }));
    const data = await stream.skip(1).toDataset();
    expect([data.size, data.classes]).toEqual([3, 4]);
    expect(data.x.toArray()).toEqual([
      [20, 22],
      [40, 42],
      [60, 62],
    ]);
    expect([...data.y.dataSync()]).toEqual([1, 2, 3]);
    const shuffled = numbered(9).shuffle({ seed: 3 }).epoch(2);
    expect([...(await shuffled.toDataset()).y.dataSync()]).toEqual(await ids(shuffled));
  });

  it('refuses too much, and nothing', async () => {
    await expect(numbered(9).toDataset({ maxBytes: 35 })).rejects.toThrow(/more than 35 bytes.*Raise maxBytes/);
    expect((await numbered(3).toDataset({ maxBytes: 36 })).size).toBe(3);
    await expect(
      numbered(3)
        .filter(() => false)
        .toDataset(),
    ).rejects.toThrow(/no samples that are left/);
    await expect(numbered(3).repeat().toDataset({ maxBytes: 1000 })).rejects.toThrow(/Raise maxBytes/);
  });
});
