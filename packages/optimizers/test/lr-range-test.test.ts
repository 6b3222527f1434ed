import { describe, expect, it } from 'vitest';
import { lrRangeTest } from '../src/index.ts';

// The values of NumPy are in schedules-golden.test.ts.
describe('lrRangeTest', () => {
  it('goes from 10⁻⁷ to 10 in 100 steps, by the same factor each time, unless told otherwise', () => {
    const rate = lrRangeTest();
    expect([rate(0), rate(99), rate(1000)]).toEqual([1e-7, 10, 10]);
    expect(rate(1) / rate(0)).toBeCloseTo(1e8 ** (1 / 99), 12);
  });

  it('goes in a straight line, also from 0', () => {
    const rate = lrRangeTest({ minLearningRate: 0, maxLearningRate: 8, steps: 5, ramp: 'linear' });
    expect([0, 1, 2, 3, 4, 5].map(rate)).toEqual([0, 2, 4, 6, 8, 8]);
  });

  it('says what it is', () => {
    expect(lrRangeTest({ steps: 10 }).description).toBe('lrRangeTest: 1e-7 up to 10 over 10 steps, exponential');
  });

  it('rejects options out of range and those it does not know', () => {
    expect(() => lrRangeTest({ minLearningRate: 0 })).toThrow(/minLearningRate must be a number above 0, got 0/);
    expect(() => lrRangeTest({ minLearningRate: -1, ramp: 'linear' })).toThrow(/must be a number at least 0, got -1/);
    expect(() => lrRangeTest({ maxLearningRate: 1e-8 })).toThrow(/minLearningRate 1e-7 must be below maxLearningRate/);
    expect(() => lrRangeTest({ steps: 1 })).toThrow(/lrRangeTest: steps must be an integer of at least 2, got 1/);
    expect(() => lrRangeTest({ ramp: 'log' as never })).toThrow(/ramp is 'exponential' or 'linear', got "log"/);
    expect(() => lrRangeTest({ step: 1 } as object)).toThrow(/Did you mean "steps"/);
  });
});
