import { ArgumentError, DataError, DTypeError, ShapeError, type Tensor, tensor } from '@gradkit/core';
import { type Dataset, dataset, permutation } from '@gradkit/data';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { ids, numbered, range } from './numbered.ts';

const sizes = fc.constantFrom(1, 2, 3, 5, 7, 17, 33);
const seeds = fc.maxSafeInteger();

describe('dataset', () => {
  it('takes nested arrays, typed arrays, typed arrays with a shape, and tensors', () => {
    const data = dataset({
      nested: [
        [1, 2],
        [3, 4],
      ],
      typed: new Float64Array([5, 6]),
      shaped: { values: new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]), shape: [2, 2, 2] },
      tensors: tensor([true, false]),
    });
    expect(data.size).toBe(2);
    expect(data.fields).toEqual({
      nested: { shape: [2], dtype: 'float32' },
      typed: { shape: [], dtype: 'float64' },
      shaped: { shape: [2, 2], dtype: 'uint8' },
      tensors: { shape: [], dtype: 'bool' },
    });
    expect(data.shaped.toArray()).toEqual([
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ]);
    expect(data.tensors.toArray()).toEqual([true, false]);
  });

  it('is typed by its fields', () => {
    const data = dataset({ image: [[1]], label: [2] });
    expectTypeOf(data).toEqualTypeOf<Dataset<'image' | 'label'>>();
    expectTypeOf(data.image).toEqualTypeOf<Tensor>();
    // @ts-expect-error there is no such field
    expect(data.x).toBeUndefined();
  });

  it('copies what it is given', () => {
    const x = new Float32Array([1, 2]);
    const data = dataset({ x });
    x[0] = 9;
    expect([...data.x.dataSync()]).toEqual([1, 2]);
  });

  it('makes int32 ids of labels that have classes', () => {
    const data = dataset({ x: [1, 2, 3], y: [2, 0, 1] }, { classes: 3 });
    expect(data.y.dtype).toBe('int32');
    expect(data.classes).toBe(3);
    expect(dataset({ x: [1], y: [0] }, { classNames: ['a', 'b'] }).classes).toBe(2);
    expect(dataset({ x: [1], y: [0.5] }).y.dtype).toBe('float32');
  });

  it('keeps names and source through every part', () => {
    const source = { name: 'n', authors: ['a'], year: 2000, licence: 'CC0', url: 'https://example.org' };
    const info = { classNames: ['a', 'b'], featureNames: ['f'], source };
    const data = dataset({ x: [[1], [2], [3]], y: [0, 1, 0] }, info);
    const part = data
      .shuffle({ seed: 1 })
      .split(0.5)
      .train.map((batch) => batch);
    const { classNames, featureNames } = part;
    expect({ classNames, featureNames, source: part.source, classes: part.classes }).toEqual({ ...info, classes: 2 });
  });

  it.each<[string, () => unknown, new (message: string) => Error, RegExp]>([
    ['no fields', () => dataset({}), ArgumentError, /expected fields such as/],
    ['lengths that differ', () => dataset({ x: [1, 2], y: [1] }), DataError, /"x" has 2 samples, but "y" has 1/],
    ['no samples', () => dataset({ x: [] }), DataError, /"x" has no samples/],
    ['samples without elements', () => dataset({ x: [[], []] }), DataError, /have shape \[0\]/],
    ['a single number', () => dataset({ x: 3 }), ArgumentError, /Options such as classNames go into the second/],
    ['a scalar tensor', () => dataset({ x: tensor(3) }), ShapeError, /is a single number/],
    ['ragged arrays', () => dataset({ x: [[1], [2, 3]] }), ShapeError, /ragged/],
    [
      'a shape that does not fit',
      () => dataset({ x: { values: new Float32Array(5), shape: [2, 2] } }),
      ShapeError,
      /5/,
    ],
    ['the name of a member', () => dataset({ size: [1] }), ArgumentError, /cannot be called "size"/],
    ['an unknown option', () => dataset({ x: [1] }, { clases: 2 } as object), ArgumentError, /mean "classes"/],
    ['a label too high', () => dataset({ x: [1, 1], y: [1, 2] }, { classes: 2 }), DataError, /y\[1\] is 2/],
    ['a negative label', () => dataset({ x: [1, 1], y: [0, -1] }, { classes: 2 }), DataError, /y\[1\] is -1/],
    ['a fractional label', () => dataset({ x: [1], y: [0.5] }, { classes: 2 }), DataError, /y\[0\] is 0.5/],
    ['a NaN label', () => dataset({ x: [1], y: [NaN] }, { classes: 2 }), DataError, /y\[0\] is NaN/],
    ['truth values as ids', () => dataset({ x: [1], y: [true] }, { classes: 2 }), DTypeError, /is bool/],
    [
      'one-hot labels as ids',
      () => dataset({ x: [1], y: [[0, 1]] }, { classes: 2 }),
      ShapeError,
      /samples of shape \[2\]/,
    ],
    ['classes without labels', () => dataset({ x: [1] }, { classes: 2 }), ArgumentError, /field "y", which is missing/],
    [
      'no classes',
      () => dataset({ x: [1], y: [0] }, { classes: 0 }),
      ArgumentError,
      /classes must be an integer from 1/,
    ],
    [
      'the same name for two classes',
      () => dataset({ x: [1], y: [0] }, { classNames: ['a', 'a'] }),
      ArgumentError,
      /classNames has "a" twice/,
    ],
    [
      'names that do not match the classes',
      () => dataset({ x: [1], y: [0] }, { classes: 3, classNames: ['a'] }),
      ArgumentError,
      /3 classes have 1 classNames/,
    ],
  ])('refuses %s', (_, make, type, message) => {
    expect(make).toThrow(type);
    expect(make).toThrow(message);
  });
});

describe('iterating', () => {
  it('yields samples in order, each field without a batch axis', () => {
    const seen = [...numbered(3)];
    expect(seen.map(({ x, y }) => [x.shape, x.toArray(), y.shape, y.item()])).toEqual([
      [[2], [0, 1], [], 0],
      [[2], [10, 11], [], 1],
      [[2], [20, 21], [], 2],
    ]);
  });

  it('works with for await', async () => {
    const seen: number[] = [];
    for await (const { y } of numbered(3)) seen.push(y.item());
    expect(seen).toEqual([0, 1, 2]);
  });
});

describe('gather', () => {
  it('copies the samples at any positions into one batch', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(32), { maxLength: 70 }), (indices) => {
        const { x, y } = numbered(33).gather(indices);
        expect(x.shape).toEqual([indices.length, 2]);
        expect([...y.dataSync()]).toEqual(indices);
        expect([...x.dataSync()]).toEqual(indices.flatMap((i) => [10 * i, 10 * i + 1]));
      }),
    );
  });

  it('copies large samples as blocks, wherever they are', () => {
    const values = Float32Array.from({ length: 4 * 100 }, (_, i) => i);
    const data = dataset({ x: { values, shape: [4, 100] } });
    const expected = [1, 2, 3, 0].flatMap((row) => [...values.subarray(row * 100, row * 100 + 100)]);
    expect([...data.gather([1, 2, 3, 0]).x.dataSync()]).toEqual(expected);
  });

  it('counts positions in the order of the data set', () => {
    const data = numbered(10).shuffle({ seed: 3 });
    expect(ids(data.gather(Int32Array.of(4, 2)))).toEqual([ids(data)[4], ids(data)[2]]);
  });

  it.each([[[3]], [[-1]], [[0.5]], [[NaN]]])('refuses the positions %o of 3 samples', (indices) => {
    expect(() => numbered(3).gather(indices)).toThrow(ArgumentError);
    expect(() => numbered(3).gather(indices)).toThrow(/gather: every index must be an integer from 0 to 2/);
    expect(() => numbered(3).select(indices)).toThrow(/select: every index/);
  });
});

describe('shuffle', () => {
  it('is the permutation of the seed and the epoch', () => {
    fc.assert(
      fc.property(sizes, seeds, fc.nat(1000), (size, seed, epoch) => {
        const expected = [...permutation(size, { seed, epoch })];
        expect(ids(numbered(size).shuffle({ seed, epoch }))).toEqual(expected);
        expect(ids(numbered(size).shuffle({ seed }).epoch(epoch))).toEqual(expected);
        expect(ids(numbered(size).epoch(epoch).shuffle({ seed }))).toEqual(expected);
      }),
    );
  });

  it('does not depend on what was drawn before', () => {
    const data = numbered(33).shuffle({ seed: 5 });
    const first = ids(data.epoch(2));
    for (const _ of data) void _;
    for (const _ of data.epoch(1).batch(4)) void _;
    expect(ids(data.epoch(2))).toEqual(first);
    expect([...data].map(({ y }) => y.item())).toEqual(ids(data.epoch(0)));
  });

  it('orders anew what is in some order already', () => {
    const twice = numbered(17).shuffle({ seed: 1 }).shuffle({ seed: 2 });
    const [first, second] = [permutation(17, { seed: 1 }), permutation(17, { seed: 2 })];
    expect(ids(twice)).toEqual([...second].map((i) => first[i]));
  });

  it('refuses to guess a seed', () => {
    expect(() => numbered(3).shuffle({} as { seed: number })).toThrow(/seed must be an integer.*undefined/);
    expect(() => numbered(3).shuffle(undefined as unknown as { seed: number })).toThrow(ArgumentError);
    expect(() => numbered(3).epoch(-1)).toThrow(/epoch must be an integer/);
  });
});

describe('take, skip, select and filter', () => {
  it('are slices of the order', () => {
    fc.assert(
      fc.property(sizes, seeds, fc.integer({ min: 1, max: 40 }), (size, seed, count) => {
        const data = numbered(size).shuffle({ seed });
        expect(ids(data.take(count))).toEqual(ids(data).slice(0, count));
        if (count < size) expect(ids(data.skip(count))).toEqual(ids(data).slice(count));
      }),
    );
  });

  it('select positions, also repeatedly', () => {
    expect(ids(numbered(5).select([4, 0, 4]))).toEqual([4, 0, 4]);
    expect(() => numbered(5).select([])).toThrow(DataError);
  });

  it('keep what a predicate accepts', () => {
    expect(ids(numbered(6).filter(({ y }) => y.item() % 2 === 0))).toEqual([0, 2, 4]);
    expect(ids(numbered(6).filter((_, index) => index > 3))).toEqual([4, 5]);
    expect(() => numbered(6).filter(() => false)).toThrow(/none of 6 samples is left/);
    expect(() => numbered(6).filter(3 as never)).toThrow(/filter: expected a function, got 3/);
  });

  it('refuse counts that are not', () => {
    expect(() => numbered(3).take(0)).toThrow(ArgumentError);
    expect(() => numbered(3).take(1.5)).toThrow(/take: the number of samples must be an integer from 1/);
    expect(() => numbered(3).skip(-1)).toThrow(ArgumentError);
    expect(() => numbered(3).skip(3)).toThrow(DataError);
  });
});

describe('concat', () => {
  it('puts parts back together', () => {
    const { train, test } = numbered(10).split(0.7, { seed: 1 });
    expect(ids(train.concat(test)).sort((a, b) => a - b)).toEqual(range(10));
    expect(ids(test.concat(train).take(3))).toEqual(ids(test));
  });

  it('joins different data sets, each in its order', () => {
    const joined = numbered(3).shuffle({ seed: 1 }).concat(numbered(2));
    expect(ids(joined)).toEqual([...permutation(3, { seed: 1 }), 0, 1]);
    expect(joined.x.shape).toEqual([5, 2]);
    expect([...joined.gather([3]).x.dataSync()]).toEqual([0, 1]);
  });

  it.each<[string, () => unknown, new (message: string) => Error, RegExp]>([
    [
      'other fields',
      () => dataset({ x: [1] }).concat(dataset({ z: [1] }) as never),
      ArgumentError,
      /fields differ: x and z/,
    ],
    ['other shapes', () => dataset({ x: [1] }).concat(dataset({ x: [[1, 2]] })), ShapeError, /shapes \[\] and \[2\]/],
    [
      'other types',
      () => dataset({ x: [1] }).concat(dataset({ x: [true] })),
      DTypeError,
      /float32 in one data set and bool/,
    ],
    [
      'other classes',
      () => dataset({ y: [1] }, { classes: 2 }).concat(dataset({ y: [1] }, { classes: 3 })),
      DataError,
      /classes differ: 2 and 3/,
    ],
    ['another map', () => numbered(2).concat(numbered(2).map((b) => b)), ArgumentError, /Concatenate first, then map/],
    ['something else', () => numbered(2).concat([] as never), ArgumentError, /expected a data set/],
  ])('refuses %s', (_, join, type, message) => {
    expect(join).toThrow(type);
    expect(join).toThrow(message);
  });
});

describe('map', () => {
  it('changes batches when they are drawn', () => {
    const drawn: number[] = [];
    const data = numbered(5).map(({ x, y }) => {
      drawn.push(x.shape[0] as number);
      return { x: x.mul(2), twice: y.add(y) };
    });
    expectTypeOf(data).toEqualTypeOf<Dataset<'x' | 'twice'>>();
    expect(data.fields).toEqual({ x: { shape: [2], dtype: 'float32' }, twice: { shape: [], dtype: 'int32' } });
    const batches = [...data.batch(2)];
    expect(batches.map(({ twice }) => twice.toArray())).toEqual([[0, 2], [4, 6], [8]]);
    expect(batches[1]?.x.toArray()).toEqual([
      [40, 42],
      [60, 62],
    ]);
    expect(drawn).toEqual([1, 2, 2, 1]);
  });

  it('reaches whole columns, samples and filters', () => {
    const data = numbered(4).map(({ x, y }) => ({ x, y: y.mul(3) }));
    expect(data.y.toArray()).toEqual([0, 3, 6, 9]);
    expect([...data].map(({ x, y }) => [x.shape, y.shape, y.item()])).toEqual([
      [[2], [], 0],
      [[2], [], 3],
      [[2], [], 6],
      [[2], [], 9],
    ]);
    expect(data.filter(({ y }) => y.item() > 5).size).toBe(2);
  });

  it('tells the epoch and where the samples are stored, whatever their order', () => {
    const contexts: unknown[] = [];
    const data = numbered(6)
      .split(0.5, { seed: 1 })
      .test.map((batch, context) => {
        contexts.push([context.epoch, [...context.indices]]);
        return batch;
      });
    contexts.length = 0;
    const shuffled = data.shuffle({ seed: 2 }).epoch(4);
    const stored = ids(shuffled);
    contexts.length = 0;
    for (const _ of shuffled.batch(2)) void _;
    expect(contexts).toEqual([
      [4, stored.slice(0, 2)],
      [4, stored.slice(2)],
    ]);
  });

  it('applies in the order of writing', () => {
    const data = numbered(3)
      .map(({ x, y }) => ({ x, y: y.add(1) }))
      .map(({ x, y }) => ({ x, y: y.mul(10) }));
    expect(data.y.toArray()).toEqual([10, 20, 30]);
  });

  it('refuses functions that lose samples or return something else', () => {
    expect(() => numbered(3).map(({ x }) => ({ x: x.reshape([2]) }))).toThrow(ShapeError);
    expect(() => numbered(3).map(({ x }) => ({ x: x.reshape([2]) }))).toThrow(/shape \[2\] for a batch of 1/);
    expect(() => numbered(3).map((() => undefined) as never)).toThrow(ArgumentError);
    expect(() => numbered(3).map(3 as never)).toThrow(/map: expected a function, got 3/);
    expect(() => numbered(3).map((async (batch: never) => batch) as never)).toThrow(/must return an object of tensors/);
    expect(() =>
      numbered(3).map(function broken() {
        return { x: 3 } as never;
      }),
    ).toThrow(/map \(broken\)/);
  });
});

describe('countNonFinite', () => {
  it('counts NaN and infinities of the members, by field', () => {
    const data = dataset({
      x: [
        [1, NaN],
        [Infinity, -Infinity],
        [0, 0],
      ],
      y: new Int32Array(3),
    });
    expect(data.countNonFinite()).toEqual({ x: 3, y: 0 });
    expect(data.skip(1).countNonFinite()).toEqual({ x: 2, y: 0 });
    expect([...data.x.dataSync()]).toEqual([1, NaN, Infinity, -Infinity, 0, 0]);
  });
});
