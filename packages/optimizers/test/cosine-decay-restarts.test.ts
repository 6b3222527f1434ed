import { describe, expect, it } from 'vitest';
import { cosineDecayRestarts } from '../src/index.ts';

const options = { initialLearningRate: 1, firstDecaySteps: 10 };

// The values of Keras are in schedules-golden.test.ts.
describe('cosineDecayRestarts', () => {
  it('is at the top at the first step of every period, also where logarithms would round to the one before', () => {
    for (const tMul of [1, 1.5, 2, 3, 5, 10]) {
      const rate = cosineDecayRestarts({ ...options, firstDecaySteps: 2, tMul });
      let begin = 0;
      for (let i = 0; i < 8; i++) {
        expect(rate(begin)).toBe(1);
        begin += 2 * tMul ** i;
      }
    }
  });

  it('is on its way to the lowest rate at the last step of a period', () => {
    const rate = cosineDecayRestarts({ ...options, alpha: 0.1, mMul: 0.5, tMul: 1 });
    expect(rate(9)).toBeCloseTo(0.9 * 0.5 * (1 + Math.cos(0.9 * Math.PI)) + 0.1, 14);
    expect(rate(10)).toBeCloseTo(0.9 * 0.5 + 0.1, 14);
    expect(rate(15)).toBeCloseTo(0.9 * 0.25 + 0.1, 14);
  });

  it('says what it is', () => {
    expect(cosineDecayRestarts({ ...options, mMul: 0.5 }).description).toBe(
      'cosineDecayRestarts: 1 down to 0 over 10 steps, then 2 times as long each time, 0.5 times as high each time',
    );
    expect(cosineDecayRestarts({ ...options, tMul: 1 }).description).toMatch(/over 10 steps$/);
  });

  it('rejects options out of range and those it does not know', () => {
    const wrong = (change: object) => () => cosineDecayRestarts({ ...options, ...change });
    expect(wrong({ firstDecaySteps: 0 })).toThrow(/cosineDecayRestarts: firstDecaySteps must be a number above 0/);
    expect(wrong({ tMul: 0.5 })).toThrow(/cosineDecayRestarts: tMul must be a number at least 1, got 0.5/);
    expect(wrong({ mMul: -1 })).toThrow(/mMul must be a number at least 0/);
    expect(wrong({ alpha: -1 })).toThrow(/alpha must be a number at least 0/);
    expect(wrong({ initialLearningRate: -1 })).toThrow(/initialLearningRate must be/);
    expect(wrong({ tmul: 1 })).toThrow(/Did you mean "tMul"/);
  });
});
