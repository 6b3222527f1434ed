import { expect, it } from 'vitest';
import { lossHistory } from '../../src/playground/engine/loss-history.ts';

it('keeps the whole way at less and less detail', () => {
  const history = lossHistory(1, 8);
  for (let i = 0; i < 100; i++) history.add(i, [2 * i]);
  const [counts, values] = history.lists as [number[], number[]];
  expect(counts).toEqual([0, 16, 32, 48, 64, 80, 96]);
  expect(values).toEqual(counts.map((count) => 2 * count));
  expect([history.isDue(100), history.isDue(112)]).toEqual([false, true]);
});
