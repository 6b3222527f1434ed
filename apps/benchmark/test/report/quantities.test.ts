import { describe, expect, it } from 'vitest';
import { digits, duration, megabytes, times } from '../../src/report/quantities.ts';

describe('numbers in reports', () => {
  it('have three digits that count', () => {
    expect([1.234, 12.34, 123.4, 1234, 9.996, 99.96].map(digits)).toEqual([
      '1.23',
      '12.3',
      '123',
      '1234',
      '10.0',
      '100',
    ]);
  });

  it('stand in the unit that reads best', () => {
    expect([0.00512, 0.9996, 1.5, 999, 17_300].map(duration)).toEqual([
      '5.12 µs',
      '1.00 ms',
      '1.50 ms',
      '999 ms',
      '17.3 s',
    ]);
    expect(megabytes(73_300_000)).toBe('73.3 MB');
    expect(times(2.5)).toBe('2.50 ×');
  });

  it('are a dash where there is none', () => {
    expect([digits(Number.NaN), duration(Number.POSITIVE_INFINITY)]).toEqual(['–', '–']);
  });
});
