import { describe, expect, it } from 'vitest';
import { polynomialDecay } from '../src/index.ts';

const options = { initialLearningRate: 0.1, decaySteps: 10, endLearningRate: 0.02 };

// The values of Keras are in schedules-golden.test.ts.
describe('polynomialDecay', () => {
  it('is a straight line to the end and stays there', () => {
    const rate = polynomialDecay(options);
    expect([0, 5, 10, 1000].map(rate)).toEqual([0.1, 0.06, 0.02, 0.02]);
    expect(polynomialDecay({ initialLearningRate: 0.1, decaySteps: 10 })(10)).toBe(1e-4);
  });

  it('begins again with cycle, each time with a longer run', () => {
    const rate = polynomialDecay({ ...options, cycle: true });
    expect(rate(10)).toBe(0.02);
    // After the first multiple of 10 it is on the line to the second: from 0.1 at 0 to 0.02 at 20.
    expect(rate(11)).toBeCloseTo(0.1 - 0.08 * (11 / 20), 15);
    expect(rate(20)).toBe(0.02);
  });

  it('says what it is', () => {
    expect(polynomialDecay({ ...options, power: 2 }).description).toBe(
      'polynomialDecay: 0.1 to 0.02 over 10 steps, power 2',
    );
    expect(polynomialDecay({ ...options, cycle: true }).description).toMatch(/power 1, again and again$/);
  });

  it('rejects options out of range and those it does not know', () => {
    const wrong = (change: object) => () => polynomialDecay({ ...options, ...change });
    expect(wrong({ decaySteps: 0 })).toThrow(/polynomialDecay: decaySteps must be a number above 0, got 0/);
    expect(wrong({ power: -1 })).toThrow(/polynomialDecay: power must be a number above 0/);
    expect(wrong({ endLearningRate: -1 })).toThrow(/endLearningRate must be a number at least 0/);
    expect(wrong({ initialLearningRate: undefined })).toThrow(/initialLearningRate must be.*got undefined/);
    expect(wrong({ cycle: 1 })).toThrow(/polynomialDecay: cycle is true or false, got 1/);
    expect(wrong({ cycles: true })).toThrow(/Did you mean "cycle"/);
  });
});
