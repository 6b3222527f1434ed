import { describe, expect, it } from 'vitest';
import { median, table } from '../src/statistics.ts';

describe('median', () => {
  it('is the middle value, or the mean of the two in the middle', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([5])]).toEqual([2, 2.5, 5]);
  });
});

describe('table', () => {
  it('aligns numbers to the right', () => {
    expect(
      table([
        ['a', 'b'],
        ['x', '1'],
      ]),
    ).toBe('| a | b |\n| --- | ---: |\n| x | 1 |');
  });
});
