import { ArgumentError, DataError, ShapeError } from '@gradkit/core';
import { dataset, kFold } from '@gradkit/data';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from './golden/datasets.json' with { type: 'json' };

const numbered = (labels: readonly number[]) =>
  dataset({ x: labels.map((_, i) => i), y: Int32Array.from(labels), id: Int32Array.from(labels.keys()) });
const ids = (data: ReturnType<typeof numbered>): number[] => [...data.id.dataSync()];

describe('kFold', () => {
  it.each(golden.folds)(
    'divides in order as scikit-learn does: $name, $folds folds',
    ({ labels, folds, plain, stratified }) => {
      expect(kFold(numbered(labels), { folds }).map(({ test }) => ids(test))).toEqual(plain);
      expect(kFold(numbered(labels), { folds, stratify: true }).map(({ test }) => ids(test))).toEqual(stratified);
    },
  );

  it('has every sample in one test part, and in all other training parts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 30 }),
        fc.integer({ min: 2, max: 7 }),
        fc.boolean(),
        fc.option(fc.maxSafeInteger()),
        (labels, wanted, stratify, seed) => {
          const folds = Math.min(wanted, labels.length);
          const parts = kFold(numbered(labels), { folds, stratify, ...(seed === null ? {} : { seed }) });
          expect(parts.flatMap(({ test }) => ids(test)).sort((a, b) => a - b)).toEqual([...labels.keys()]);
          for (const { train, test } of parts) {
            expect([...ids(train), ...ids(test)].sort((a, b) => a - b)).toEqual([...labels.keys()]);
            expect(Math.abs(test.size - labels.length / folds)).toBeLessThan(1);
            if (!stratify) continue;
            for (const label of new Set(labels)) {
              const all = labels.filter((other) => other === label).length;
              const here = ids(test).filter((id) => labels[id] === label).length;
              expect(Math.abs(here - all / folds)).toBeLessThan(1);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('leaves one out with as many folds as samples', () => {
    expect(kFold(numbered([0, 1, 0]), { folds: 3 }).map(({ train, test }) => [ids(train), ids(test)])).toEqual([
      [[1, 2], [0]],
      [[0, 2], [1]],
      [[0, 1], [2]],
    ]);
  });

  it('depends on the seed, keeps the order of the data set, and what is known about it', () => {
    const labels = Array.from({ length: 20 }, (_, i) => i % 2);
    const tests = (seed: number): unknown => kFold(numbered(labels), { seed }).map(({ test }) => ids(test));
    expect(tests(1)).toEqual(tests(1));
    expect(tests(1)).not.toEqual(tests(2));
    const data = dataset({ x: labels, y: labels }, { classNames: ['a', 'b'] });
    const [first] = kFold(
      data.map(({ x, y }) => ({ x: x.mul(2), y })),
      { folds: 2 },
    );
    expect([first?.train.classNames, first?.train.x.dataSync()[1]]).toEqual([['a', 'b'], 2]);
    const shuffled = numbered(labels).shuffle({ seed: 3 });
    const [fold] = kFold(shuffled, { folds: 2 });
    expect(ids(fold?.test as typeof shuffled)).toEqual(ids(shuffled).slice(0, 10));
  });

  it.each<[string, () => unknown, new (message: string) => Error, RegExp]>([
    ['one fold', () => kFold(numbered([0, 1]), { folds: 1 }), ArgumentError, /folds must be an integer from 2 to 2/],
    ['more folds than samples', () => kFold(numbered([0, 1]), { folds: 3 }), ArgumentError, /from 2 to 2, got 3/],
    [
      'numbers as classes',
      () => kFold(dataset({ x: [1, 2], y: [0.5, 1] }), { folds: 2, stratify: true }),
      DataError,
      /class ids, got 0.5/,
    ],
    [
      'one-hot classes',
      () => kFold(dataset({ x: [1, 2], y: [[1], [1]] }), { folds: 2, stratify: true }),
      ShapeError,
      /shape \[1\]/,
    ],
    ['no classes', () => kFold(dataset({ x: [1, 2] }), { folds: 2, stratify: true }), ArgumentError, /a field "y"/],
    [
      'a word',
      () => kFold(numbered([0, 1]), { folds: 2, stratify: 'yes' } as object),
      ArgumentError,
      /stratify is true or false/,
    ],
    ['something else', () => kFold([1, 2] as never), ArgumentError, /expected a data set/],
    ['unknown options', () => kFold(numbered([0, 1]), { splits: 2 } as object), ArgumentError, /unknown option/],
  ])('refuses %s', (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
