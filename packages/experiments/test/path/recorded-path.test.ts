import { expect, it } from 'vitest';
import { RecordedPath } from '../../src/path/recorded-path.ts';
import { sparseIndices } from '../../src/path/sparse-indices.ts';

const window = { xRange: [0, 1], yRange: [0, 1] } as const;

it('knows how far a method was after so many evaluations', () => {
  const path = new RecordedPath();
  for (const evaluations of [1, 3, 3, 7]) path.add(0, 0, 0, evaluations);
  expect([0, 1, 2, 3, 6, 7, 100].map((each) => path.until(each))).toEqual([0, 1, 1, 3, 3, 4, 4]);
});

it('draws no points that nobody can tell apart, but the last', () => {
  const path = new RecordedPath();
  for (const x of [0, 0.01, 0.02, 0.5, 0.505]) path.add(x, 0, 0, 1);
  expect([...path.line('p', 5, 0.1, window).points]).toEqual([0, 0, 0.5, 0, 0.505, 0]);
  expect([...path.line('p', 2, 0.1, window).points]).toEqual([0, 0, 0.01, 0]);
});

it('ends a line that leaves the picture, on the way it took', () => {
  const path = new RecordedPath();
  for (const [x, y] of [
    [0.5, 0.5],
    [3.5, 2],
    [1e18, 1e18],
  ] as const) {
    path.add(x, y, 0, 1);
  }
  // To x = 2: half of the way.
  expect([...path.line('p', 3, 0.1, window).points]).toEqual([0.5, 0.5, 2, 1.25]);
});

it('thins evenly on a log scale, with both ends', () => {
  expect(sparseIndices(3, 10)).toEqual([0, 1, 2]);
  expect(sparseIndices(1000, 4)).toEqual([0, 9, 99, 999]);
});
