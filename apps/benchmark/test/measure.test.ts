import { describe, expect, it } from 'vitest';
import { median, quantile } from '../src/measure.ts';
import { table } from '../src/table.ts';

describe('median', () => {
  it('is the middle, or the mean of two', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
  });
});

describe('quantile', () => {
  it('reaches from the smallest to the largest', () => {
    const values = [5, 1, 4, 2, 3];
    expect([0, 0.25, 0.5, 0.75, 1].map((q) => quantile(values, q))).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('table', () => {
  it('aligns names to the left and numbers to the right', () => {
    expect(
      table([
        ['name', 'ms'],
        ['a', '1.25'],
      ]),
    ).toBe('name    ms\na     1.25');
  });
});
