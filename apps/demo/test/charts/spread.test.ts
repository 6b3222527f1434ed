import { expect, it } from 'vitest';
import { spread } from '../../src/charts/spread.ts';

const placed = (at: readonly number[], top: number, bottom: number) => {
  const items = at.map((each) => ({ at: each, y: 0 }));
  spread(items, top, bottom, 15);
  return items.map(({ y }) => y);
};

it('leaves names where they have room', () => {
  expect(placed([10, 40, 80], 0, 100)).toEqual([10, 40, 80]);
});

it('moves names apart that would cover each other', () => {
  expect(placed([10, 12, 13], 0, 100)).toEqual([10, 25, 40]);
});

it('keeps them inside', () => {
  expect(placed([90, 95, 99], 0, 100)).toEqual([70, 85, 100]);
  expect(placed([-5, 2], 0, 100)).toEqual([0, 15]);
});
