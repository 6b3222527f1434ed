import { dataset, type Sample, samplesInMemory } from '@gradkit/data';
import { describe, expect, it } from 'vitest';

const fields = {
  x: [
    [0, 1],
    [2, 3],
    [4, 5],
    [6, Number.NaN],
    [8, 9],
  ],
  y: [0, 1, 2, 3, 4],
} as const;

const drawn = (batches: Iterable<Sample>): unknown[] =>
  [...batches].map(({ x, y }) => [x.toArray(), y.toArray(), x.shape, y.dtype]);

/** Batches in memory can be drawn without waiting. */
const waiting = async (batches: AsyncIterable<Sample>): Promise<unknown[]> => {
  const all: Sample[] = [];
  for await (const batch of batches) all.push(batch);
  return drawn(all);
};

describe('samplesInMemory', () => {
  const samples = samplesInMemory(fields);
  const full = dataset(fields);

  it('has the size, the fields and the numbers of the data set', () => {
    expect(samples.size).toBe(5);
    expect(samples.fields).toEqual(full.fields);
    expect(samples.x.toArray()).toEqual(full.x.toArray());
    expect(samples.classes).toBeUndefined();
    expect(samples.countNonFinite()).toEqual({ x: 1, y: 0 });
  });

  it('draws the batches of the data set, in every epoch', async () => {
    for (const size of [1, 2, 5, 7]) {
      for (const epoch of [0, 1, 4]) {
        const own = samples.shuffle({ seed: 3 }).batch(size);
        const expected = drawn(full.shuffle({ seed: 3 }).batch(size).epoch(epoch));
        expect(await waiting(own.epoch(epoch))).toEqual(expected);
        expect(own.length).toBe(Math.ceil(5 / size));
        expect(own.batchSize).toBe(size);
      }
    }
    expect(await waiting(samples.batch(2, { dropRemainder: true }))).toEqual(
      drawn(full.batch(2, { dropRemainder: true })),
    );
    expect(await waiting(samples.shuffle({ seed: 1 }).epoch(2).batch(2))).toEqual(
      drawn(full.shuffle({ seed: 1 }).epoch(2).batch(2)),
    );
  });

  it('is divided like the data set, and its parts keep their members', async () => {
    const order = { seed: 9 };
    expect(samples.shuffle(order).take(2).y.toArray()).toEqual(full.shuffle(order).take(2).y.toArray());
    expect(samples.shuffle(order).skip(2).epoch(4).y.toArray()).toEqual(full.shuffle(order).skip(2).y.toArray());
    expect(samples.take(2).shuffle(order).epoch(3).y.toArray()).toEqual(
      full.take(2).shuffle(order).epoch(3).y.toArray(),
    );
    expect(() => samples.skip(5)).toThrow('skip: 5 of 5 samples leaves none.');
  });

  it('refuses what is no data', () => {
    expect(() => samplesInMemory({})).toThrow('expected fields such as { x, y }');
    expect(() => samplesInMemory({ x: [1, 2], y: [1] })).toThrow('"x" has 2 samples, but "y" has 1');
    expect(() => samplesInMemory({ x: 1 })).toThrow(/^samplesInMemory: field "x" must be a tensor, .* got 1\.$/);
    expect(() => samplesInMemory({ batch: [1] })).toThrow('a field cannot be called "batch"');
    expect(() => samples.batch(0)).toThrow('the batch size must be an integer from 1');
    expect(() => samples.shuffle({ seed: 0.5 })).toThrow('seed must be an integer');
  });
});
