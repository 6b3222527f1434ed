import { ArgumentError, DataError, ShapeError } from '@gradkit/core';
import { type Dataset, dataset, permutation } from '@gradkit/data';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { ids, numbered, range } from './numbered.ts';

const seeds = fc.maxSafeInteger();
const fractions = fc.double({ min: 0.01, max: 0.99, noNaN: true });

describe('split', () => {
  it('deals every sample to exactly one part, round(fraction · n) to the first', () => {
    fc.assert(
      fc.property(fc.constantFrom(2, 3, 5, 7, 17, 33), fractions, seeds, (size, fraction, seed) => {
        const count = Math.round(fraction * size);
        fc.pre(count > 0 && count < size);
        const { train, test } = numbered(size).split(fraction, { seed });
        expect(train.size).toBe(count);
        expect([...ids(train), ...ids(test)].sort((a, b) => a - b)).toEqual(range(size));
      }),
    );
  });

  it('keeps the order without a seed and shuffles by the seed', () => {
    const { train, test } = numbered(10).split(0.8);
    expect([ids(train), ids(test)]).toEqual([range(8), [8, 9]]);
    const shuffled = numbered(10).split(0.8, { seed: 1 });
    expect([...ids(shuffled.train), ...ids(shuffled.test)]).toEqual([...permutation(10, { seed: 1 })]);
  });

  it('gives every class its share when stratified, up to less than one sample', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(3), { minLength: 2, maxLength: 60 }),
        fractions,
        fc.option(seeds, { nil: undefined }),
        (labels, fraction, seed) => {
          const count = Math.round(fraction * labels.length);
          fc.pre(count > 0 && count < labels.length);
          const data = dataset({ x: range(labels.length), y: labels }, { classes: 4 });
          const { train, test } = data.split(fraction, { stratify: true, ...(seed === undefined ? {} : { seed }) });
          expect(train.size).toBe(count);
          expect([...train.x.dataSync(), ...test.x.dataSync()].sort((a, b) => a - b)).toEqual(range(labels.length));
          for (const id of new Set(labels)) {
            const all = labels.filter((label) => label === id).length;
            const dealt = ids(train).filter((label) => label === id).length;
            expect(Math.abs(dealt - fraction * all)).toBeLessThan(1);
          }
        },
      ),
    );
  });

  it('never moves a sample between the parts in later epochs', () => {
    const { train, test } = numbered(20).shuffle({ seed: 1 }).split(0.5);
    const members = (data: Dataset): number[] => ids(data).sort((a, b) => a - b);
    for (const epoch of [1, 2, 3]) {
      expect(members(train.epoch(epoch))).toEqual(members(train));
      expect(members(test.epoch(epoch).shuffle({ seed: 2 }))).toEqual(members(test));
    }
  });

  it.each<[string, () => unknown, new (message: string) => Error, RegExp]>([
    ['0', () => numbered(5).split(0), ArgumentError, /fraction must lie between 0 and 1, got 0/],
    ['1', () => numbered(5).split(1), ArgumentError, /between 0 and 1/],
    ['NaN', () => numbered(5).split(NaN), ArgumentError, /between 0 and 1/],
    ['80', () => numbered(5).split(80), ArgumentError, /between 0 and 1, got 80/],
    ['a fraction that leaves nothing', () => numbered(5).split(0.01), DataError, /leaves the first part empty/],
    ['a fraction that takes all', () => numbered(5).split(0.99), DataError, /leaves the second part empty/],
    ['an unknown option', () => numbered(5).split(0.5, { sead: 1 } as object), ArgumentError, /mean "seed"/],
    ['a seed that is no integer', () => numbered(5).split(0.5, { seed: 0.5 }), ArgumentError, /seed must be/],
    [
      'to stratify without labels',
      () => dataset({ x: [1, 2] }).split(0.5, { stratify: true }),
      ArgumentError,
      /a field "y"/,
    ],
    [
      'to stratify by targets',
      () => dataset({ x: [1, 2], y: [0.5, 1] }).split(0.5, { stratify: true }),
      DataError,
      /class ids, got 0.5/,
    ],
    [
      'to stratify by one-hot labels',
      () => dataset({ x: [1, 2], y: [[1], [0]] }).split(0.5, { stratify: true }),
      ShapeError,
      /samples of shape \[1\]/,
    ],
  ])('refuses %s', (_, split, type, message) => {
    expect(split).toThrow(type);
    expect(split).toThrow(message);
  });
});

describe('split by names', () => {
  it('deals all samples to the parts, in the order of their names', () => {
    const parts = numbered(20).split({ train: 0.7, validation: 0.15, test: 0.15 });
    expectTypeOf(parts).toEqualTypeOf<{ readonly [Name in 'train' | 'validation' | 'test']: Dataset<'x' | 'y'> }>();
    expect(Object.values(parts).map(ids)).toEqual([range(14), [14, 15, 16], [17, 18, 19]]);
    const shuffled = numbered(20).split({ a: 0.5, b: 0.5 }, { seed: 1 });
    const halves = numbered(20).split(0.5, { seed: 1 });
    expect([ids(shuffled.a), ids(shuffled.b)]).toEqual([ids(halves.train), ids(halves.test)]);
  });

  it('gives each class its share of every part', () => {
    const labels = Int32Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 0 : 1));
    const parts = dataset({ x: labels, y: labels }).split({ a: 0.5, b: 0.3, c: 0.2 }, { seed: 1, stratify: true });
    const count = (id: number): number[] =>
      Object.values(parts).map((part) => ids(part).filter((label) => label === id).length);
    expect([count(0), count(1)]).toEqual([
      [10, 6, 4],
      [20, 12, 8],
    ]);
  });

  it.each<[string, object, RegExp]>([
    ['fractions that do not sum to 1', { a: 0.5, b: 0.4 }, /must be positive and sum to 1, got a: 0.5, b: 0.4/],
    ['a negative fraction', { a: 1.5, b: -0.5 }, /must be positive/],
    ['one part', { a: 1 }, /at least two parts/],
    ['words', { a: '0.5', b: 0.5 }, /sum to 1/],
  ])('refuses %s', (_, fractions, message) => {
    expect(() => numbered(10).split(fractions as { a: number; b: number })).toThrow(ArgumentError);
    expect(() => numbered(10).split(fractions as { a: number; b: number })).toThrow(message);
  });

  it('refuses a stratify that is neither true nor false', () => {
    expect(() => numbered(10).split(0.5, { stratify: 'y' as never })).toThrow(/split: stratify/);
  });

  it('refuses parts that would be empty', () => {
    expect(() => numbered(3).split({ a: 0.98, b: 0.01, c: 0.01 })).toThrow(DataError);
  });
});
