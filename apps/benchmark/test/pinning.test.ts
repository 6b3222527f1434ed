import { describe, expect, it } from 'vitest';
import { busiest, ticksIn } from '../src/pinning.ts';

describe('busiest', () => {
  it('are those that compute most, in the order of their numbers', () => {
    const threads = [
      { id: 10, ticks: 90 },
      { id: 11, ticks: 0 },
      { id: 12, ticks: 3 },
      { id: 13, ticks: 95 },
    ];
    expect(busiest(threads, 1)).toEqual([13]);
    expect(busiest(threads, 2)).toEqual([10, 13]);
    expect(busiest(threads, 9)).toEqual([10, 12, 13]);
  });
});

describe('ticksIn', () => {
  it('is the user time, whatever the name of the thread holds', () => {
    expect(ticksIn('77 (a) (b c) R 1 2 3 4 5 6 7 8 9 10 1234 56 0 0')).toBe(1234);
  });
});
