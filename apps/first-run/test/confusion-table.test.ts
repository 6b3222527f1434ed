import { expect, it } from 'vitest';
import { confusionTable } from '../src/terminal/confusion-table.ts';

it('lines counts up under the names of the classes', () => {
  const counts = [
    [12, 0],
    [3, 140],
  ];
  expect(confusionTable(counts, ['cat', 'dog'])).toBe(
    ['true ╲ predicted  cat  dog', '             cat   12    ·', '             dog    3  140'].join('\n'),
  );
});
