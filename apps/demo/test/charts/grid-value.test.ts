import { expect, it } from 'vitest';
import { gridValue, nearestValue } from '../../src/charts/grid-value.ts';
import { levelsOf } from '../../src/charts/landscape-levels.ts';

const grid = {
  x: { range: [0, 2] as const },
  y: { range: [-1, 1] as const },
  columns: 3,
  rows: 3,
  // 10·y + x
  values: Float64Array.of(-10, -9, -8, 0, 1, 2, 10, 11, 12),
};

it('is exact for planes, between the numbers too', () => {
  expect(gridValue(grid, 0.5, 0.25)).toBeCloseTo(3, 12);
  expect(gridValue(grid, 2, 1)).toBe(12);
  expect(gridValue(grid, 2.01, 0)).toBeNaN();
});

it('finds the nearest number', () => {
  expect(nearestValue(grid, 0.6, -0.4)).toBe(1);
  expect(nearestValue(grid, 5, 0)).toBeNaN();
});

it('has heights from 0 to 1, by logarithms where asked', () => {
  const linear = levelsOf(Float64Array.of(2, 4, 10), 'linear');
  expect([2, 4, 10].map(linear.height)).toEqual([0, 0.25, 1]);
  const log = levelsOf(Float64Array.of(1, 100, 10_000), 'log');
  expect(log.height(100)).toBeCloseTo(0.5, 12);
});

it('takes the logarithm above the minimum where that is 0 or negative', () => {
  const { height } = levelsOf(Float64Array.of(-1, 0, 999_999), 'log');
  expect(height(-1)).toBe(0);
  expect(height(999_999)).toBeCloseTo(1, 12);
  expect(height(0)).toBeCloseTo(0.05, 2);
});
