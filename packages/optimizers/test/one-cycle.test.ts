import { describe, expect, it } from 'vitest';
import { oneCycle } from '../src/index.ts';

const options = { maxLearningRate: 0.1, totalSteps: 30 };

// The values of PyTorch are in schedules-golden.test.ts.
describe('oneCycle', () => {
  it('stays at its last rate after the cycle', () => {
    const rate = oneCycle({ ...options, divFactor: 10, finalDivFactor: 100 });
    expect(rate(0)).toBe(0.01);
    expect(rate(8)).toBe(0.1);
    expect(rate(29)).toBe(1e-4);
    expect(rate(1000)).toBe(1e-4);
  });

  it('climbs in no time where its climb ends at step 0', () => {
    expect(oneCycle({ maxLearningRate: 0.1, totalSteps: 4, pctStart: 0.25 })(0)).toBe(0.1);
  });

  it('returns to the first rate in three phases', () => {
    const rate = oneCycle({ ...options, totalSteps: 22, pctStart: 0.5, threePhase: true, annealing: 'linear' });
    expect([rate(10), rate(20)]).toEqual([0.1, 0.004]);
  });

  it('says what it is', () => {
    expect(oneCycle({ ...options, divFactor: 10, finalDivFactor: 100 }).description).toBe(
      'oneCycle: 0.01 to 0.1 to 0.0001 over 30 steps',
    );
  });

  it('rejects options out of range and those it does not know', () => {
    const wrong = (change: object) => () => oneCycle({ ...options, ...change });
    expect(wrong({ totalSteps: 1 })).toThrow(/oneCycle: totalSteps must be an integer of at least 2, got 1/);
    expect(wrong({ totalSteps: 9.5 })).toThrow(/totalSteps must be an integer/);
    expect(wrong({ maxLearningRate: undefined })).toThrow(/maxLearningRate must be.*got undefined/);
    expect(wrong({ pctStart: 30 })).toThrow(/oneCycle: pctStart must be a number in \[0, 1\], got 30/);
    expect(wrong({ divFactor: 0 })).toThrow(/divFactor must be a number above 0/);
    expect(wrong({ finalDivFactor: 0 })).toThrow(/finalDivFactor must be a number above 0/);
    expect(wrong({ annealing: 'cos' })).toThrow(/oneCycle: annealing is 'cosine' or 'linear', got "cos"/);
    expect(wrong({ threePhase: 3 })).toThrow(/threePhase is true or false/);
    expect(wrong({ maxLr: 1 })).toThrow(/oneCycle: unknown option "maxLr"/);
  });
});
