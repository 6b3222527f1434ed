import { ArgumentError } from '@gradkit/core';
import { type Batches, type Dataset, dataset } from '@gradkit/data';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';

const numbered = (size: number): Dataset<'x' | 'y'> =>
  dataset({
    x: Array.from({ length: size }, (_, i) => [i, 100 - i, i]),
    y: Int32Array.from({ length: size }, (_, i) => i),
  });
const idsOf = (batches: Batches): number[] => [...batches].flatMap(({ y }) => [...y.dataSync()]);

describe('batch', () => {
  it('holds every sample once, in order, in groups of the size', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3, 5, 7, 17, 33), fc.integer({ min: 1, max: 40 }), (size, batchSize) => {
        const batches = numbered(size).batch(batchSize);
        expect(batches.length).toBe(Math.ceil(size / batchSize));
        expect(idsOf(batches)).toEqual(Array.from({ length: size }, (_, i) => i));
        for (const [index, { x, y }] of [...batches].entries()) {
          const expected = Math.min(batchSize, size - index * batchSize);
          expect(x.shape).toEqual([expected, 3]);
          expect(y.shape).toEqual([expected]);
          expect([...x.dataSync()]).toEqual([...y.dataSync()].flatMap((i) => [i, 100 - i, i]));
        }
      }),
    );
  });

  it('leaves out a smaller last batch on demand', () => {
    const batches = numbered(7).batch(3, { dropRemainder: true });
    expect(batches.length).toBe(2);
    expect(idsOf(batches)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(numbered(2).batch(3, { dropRemainder: true }).length).toBe(0);
  });

  it('draws single batches by position', () => {
    const batches = numbered(7).batch(3);
    expect(batches.batchSize).toBe(3);
    expect(batches.at(2).y.toArray()).toEqual([6]);
    expect(() => batches.at(3)).toThrow(/the batch must be an integer from 0 to 2/);
  });

  it('follows the epoch', () => {
    const data = numbered(17).shuffle({ seed: 7 });
    const batches = data.batch(4);
    expect(idsOf(batches)).toEqual([...data.y.dataSync()]);
    expect(idsOf(batches)).toEqual(idsOf(batches));
    expect(idsOf(batches.epoch(3))).toEqual([...data.epoch(3).y.dataSync()]);
    expect(idsOf(batches.epoch(3))).not.toEqual(idsOf(batches));
    expect(batches.epoch(3).epoch(0).at(0).y.toArray()).toEqual(batches.at(0).y.toArray());
  });

  it('maps like the data set', () => {
    const batches = numbered(5)
      .batch(2, { dropRemainder: true })
      .map(({ y }) => ({ double: y.add(y) }));
    expectTypeOf(batches).toEqualTypeOf<Batches<'double'>>();
    expect([...batches].map(({ double }) => double.toArray())).toEqual([
      [0, 2],
      [4, 6],
    ]);
  });

  it('works with for await', async () => {
    const seen: unknown[] = [];
    for await (const { y } of numbered(3).batch(2)) seen.push(y.toArray());
    expect(seen).toEqual([[0, 1], [2]]);
  });

  it.each([[0], [-1], [1.5], [NaN], [undefined]])('refuses batches of %s', (size) => {
    expect(() => numbered(3).batch(size as number)).toThrow(ArgumentError);
    expect(() => numbered(3).batch(size as number)).toThrow(/batch: the batch size must be an integer from 1/);
  });

  it('refuses unknown options', () => {
    expect(() => numbered(3).batch(1, { dropLast: true } as object)).toThrow(/unknown option "dropLast"/);
    expect(() => numbered(3).batch(1, { dropRemainder: 'no' as never })).toThrow(/batch: dropRemainder/);
  });
});
