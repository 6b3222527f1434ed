import { expect, it } from 'vitest';
import { nearestOnGrid } from '../../src/charts/paint/nearest-on-grid.ts';

it('finds the nearest place, edges included, and none outside', () => {
  const nearest = nearestOnGrid({ left: 10, right: 110, top: 0, bottom: 50 }, 11);
  expect(nearest(10, 0)).toEqual([0, 0]);
  expect(nearest(110, 50)).toEqual([10, 10]);
  expect(nearest(34, 26)).toEqual([2, 5]);
  expect(nearest(4, 20)).toBeUndefined();
  expect(nearest(60, 56)).toBeUndefined();
});
