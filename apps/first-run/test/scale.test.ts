import { expect, it } from 'vitest';
import { linear, ticks } from '../src/report/scale.ts';

it('chooses round numbers that cover the range', () => {
  expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticks(0, 2.54, 5)).toEqual([0, 1, 2, 3]);
  expect(ticks(-0.03, 0.07, 5)).toEqual([-0.04, -0.02, 0, 0.02, 0.04, 0.06, 0.08]);
  expect(ticks(1, 40, 8)).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40]);
  expect(ticks(0, 12345, 4)).toEqual([0, 5000, 10000, 15000]);
});

it('has something to choose when the range is empty', () => {
  expect(ticks(0, 0, 5)).toEqual([0, 0.2]);
  expect(ticks(3, 3, 1)).toEqual([0, 5]);
});

it('maps the ends of one range to the ends of the other', () => {
  const scale = linear(2, 4, 100, 0);
  expect([scale(2), scale(3), scale(4)]).toEqual([100, 50, 0]);
});
