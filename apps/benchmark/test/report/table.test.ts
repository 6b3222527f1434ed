import { expect, it } from 'vitest';
import { table } from '../../src/report/table.ts';

it('aligns names to the left and numbers to the right', () => {
  expect(
    table([
      ['name', 'ms'],
      ['a', '1.25'],
    ]),
  ).toBe('name    ms\na     1.25');
});
