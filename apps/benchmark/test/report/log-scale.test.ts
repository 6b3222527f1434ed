import { describe, expect, it } from 'vitest';
import { logScale, tickText } from '../../src/report/log-scale.ts';

describe('logScale', () => {
  it('holds all values, equal factors at equal distances', () => {
    const { place } = logScale([2, 20, 200]);
    expect(place(2)).toBeGreaterThan(0);
    expect(place(200)).toBeLessThan(1);
    expect(place(20) - place(2)).toBeCloseTo(place(200) - place(20));
  });

  it('marks round numbers, fewer where the range is wide', () => {
    expect(logScale([3, 30]).ticks).toEqual([2, 5, 10, 20, 50]);
    expect(logScale([0.003, 3000]).ticks).toEqual([0.01, 0.1, 1, 10, 100, 1000]);
  });

  it('makes room around a single value', () => {
    expect(logScale([7]).place(7)).toBeGreaterThan(0);
    expect(logScale([7]).place(7)).toBeLessThan(1);
  });
});

describe('tickText', () => {
  it('leaves out zeros that mean nothing in a round number', () => {
    expect(['10.0 µs', '1.00 ms', '0.50', '100 ms', '1024'].map(tickText)).toEqual([
      '10 µs',
      '1 ms',
      '0.5',
      '100 ms',
      '1024',
    ]);
  });
});
