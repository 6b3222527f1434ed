import { describe, expect, it } from 'vitest';
import { bytes, digits, duration, percent, times } from '../../src/report/quantities.ts';

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
    expect([4300, 73_300_000].map(bytes)).toEqual(['4.30 kB', '73.3 MB']);
    expect(percent(0.874)).toBe('87 %');
    expect(times(2.5)).toBe('2.50 ×');
  });

  it('are a dash where there is none', () => {
    expect([digits(Number.NaN), duration(Number.POSITIVE_INFINITY)]).toEqual(['–', '–']);
  });
});
