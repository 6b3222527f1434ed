import { dataset, fromIterable } from '@gradkit/data';
import { expect, it } from 'vitest';
import { sampleFacts } from '../../src/probe/data-facts.ts';

it('counts classes: ids, rows with one 1, and 0 and 1', () => {
  const x = [[1], [2], [3], [4], [5]];
  const counts = (y: number[] | number[][], output: readonly number[]) => sampleFacts({ x, y }, { output }).classCounts;
  expect(counts([0, 2, 2, 1, 2], [1, 3])).toEqual([1, 1, 3]);
  expect(counts([[0], [2], [2], [1], [2]], [1, 4])).toEqual([1, 1, 3, 0]);
  expect(
    counts(
      [
        [1, 0],
        [0, 1],
        [0, 1],
        [0, 1],
        [1, 0],
      ],
      [1, 2],
    ),
  ).toEqual([2, 3]);
  expect(counts([0, 1, 1, 1, 1], [1, 1])).toEqual([1, 4]);
  expect(counts([0.5, 1, 1, 1, 1], [1, 1])).toBeUndefined();
  expect(counts([0, 1, 1, 3, 1], [1, 3])).toBeUndefined();
  expect(
    counts(
      [
        [1, 1],
        [0, 1],
        [0, 1],
        [0, 1],
        [1, 0],
      ],
      [1, 2],
    ),
  ).toBeUndefined();
  expect(sampleFacts({ x, y: [0, 1, 1, 0, 1] }).classCounts).toBeUndefined();
});

it('measures features, without digits lost to large means', () => {
  const rows = Array.from({ length: 700 }, (_, i) => [Math.sin(i), 5000 + Math.cos(i), 3]);
  const { inputs, samples, nonFinite } = sampleFacts(dataset({ x: rows, y: rows.map(([a]) => a as number) }));
  expect(samples).toBe(700);
  expect(nonFinite).toBe(false);
  const column = (at: number): number[] => rows.map((row) => Math.fround(row[at] as number));
  for (const at of [0, 1, 2]) {
    const values = column(at);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
    expect(inputs?.means[at]).toBeCloseTo(mean, 9);
    expect(inputs?.standardDeviations[at]).toBeCloseTo(deviation, 9);
  }
});

it('leaves out what is not finite, and says that there is some', () => {
  const { inputs, nonFinite } = sampleFacts({ x: [[1], [Number.NaN], [3], [Infinity]], y: [0, 0, 0, 0] });
  expect(nonFinite).toBe(true);
  expect(inputs).toEqual({ means: [2], standardDeviations: [1] });
});

it('takes more than 4096 features together', () => {
  const x = { values: Float32Array.from({ length: 2 * 5000 }, (_, i) => i % 2), shape: [2, 5000] };
  expect(sampleFacts({ x, y: [0, 1] }).inputs).toEqual({ means: [0.5], standardDeviations: [0.5] });
});

it('knows nothing of streams', () => {
  const stream = fromIterable(async function* () {
    yield { x: [1], y: 0 };
  });
  expect(sampleFacts(stream)).toEqual({ nonFinite: false });
});
