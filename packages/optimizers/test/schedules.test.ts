import { describe, expect, it } from 'vitest';
import { cosineDecay, exponentialDecay, inverseTimeDecay, piecewiseConstant } from '../src/index.ts';

// Values are a handful of float64 operations: 15 digits, of numbers below 1.
const digits = 14;

describe('exponentialDecay', () => {
  it('multiplies by decayRate every decaySteps steps, a little at each', () => {
    const rate = exponentialDecay({ initialLearningRate: 0.05, decaySteps: 10, decayRate: 0.96 });
    expect(rate(0)).toBe(0.05);
    expect(rate(5)).toBeCloseTo(0.05 * Math.sqrt(0.96), digits);
    expect(rate(20)).toBeCloseTo(0.05 * 0.96 * 0.96, digits);
  });

  it('goes down in stairs', () => {
    const rate = exponentialDecay({ initialLearningRate: 0.1, decaySteps: 3, decayRate: 0.96, staircase: true });
    expect([rate(0), rate(1), rate(2)]).toEqual([0.1, 0.1, 0.1]);
    expect(rate(3)).toBeCloseTo(0.096, digits);
    expect(rate(100)).toBeCloseTo(0.1 * 0.96 ** 33, digits);
  });
});

describe('inverseTimeDecay', () => {
  it('falls like 1 / time: the old decay option', () => {
    const rate = inverseTimeDecay({ initialLearningRate: 0.1, decaySteps: 1, decayRate: 0.5 });
    [0, 1, 2, 10].forEach((step) => {
      expect(rate(step)).toBeCloseTo(0.1 / (1 + 0.5 * step), digits);
    });
  });

  it('goes down in stairs', () => {
    const rate = inverseTimeDecay({ initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.96, staircase: true });
    expect(rate(9)).toBe(0.1);
    expect(rate(10)).toBeCloseTo(0.1 / 1.96, digits);
    expect(rate(25)).toBeCloseTo(0.1 / 2.92, digits);
  });
});

describe('piecewiseConstant', () => {
  it('changes after each boundary, as published for Keras', () => {
    const rate = piecewiseConstant({ boundaries: [100, 110, 120], values: [1, 0.1, 0.01, 0.001] });
    expect([0, 100, 105, 110, 120, 999].map(rate)).toEqual([1, 1, 0.1, 0.1, 0.01, 0.001]);
  });

  it('is constant without boundaries', () => {
    expect(piecewiseConstant({ boundaries: [], values: [0.5] })(7)).toBe(0.5);
  });

  it('needs increasing boundaries and one value more', () => {
    expect(() => piecewiseConstant({ boundaries: [1], values: [1] })).toThrow(/1 boundaries need 2 values, got 1/);
    expect(() => piecewiseConstant({ boundaries: [2, 2], values: [1, 1, 1] })).toThrow(
      /boundaries must increase, got \[2, 2\]/,
    );
    expect(() => piecewiseConstant({ boundaries: [1], values: [1, -1] })).toThrow(
      /values\[1\] must be a number at least 0/,
    );
  });
});

describe('cosineDecay', () => {
  it('falls along half a cosine and stays at the bottom', () => {
    const rate = cosineDecay({ initialLearningRate: 1, decaySteps: 1000 });
    expect(rate(0)).toBe(1);
    expect(rate(250)).toBeCloseTo((1 + Math.SQRT1_2) / 2, digits);
    expect(rate(500)).toBeCloseTo(0.5, digits);
    expect(rate(1000)).toBeCloseTo(0, digits);
    expect(rate(5000)).toBeCloseTo(0, digits);
  });

  it('falls to a share alpha of the start', () => {
    const rate = cosineDecay({ initialLearningRate: 2, decaySteps: 10, alpha: 0.1 });
    expect(rate(5)).toBeCloseTo(2 * 0.55, digits);
    expect(rate(10)).toBeCloseTo(0.2, digits);
  });

  it('climbs straight to the target first, and falls from there', () => {
    const rate = cosineDecay({ initialLearningRate: 1, decaySteps: 1000, warmupTarget: 10, warmupSteps: 2000 });
    expect(rate(0)).toBe(1);
    expect(rate(500)).toBeCloseTo(1 + 9 / 4, digits);
    expect(rate(2000)).toBe(10);
    expect(rate(2500)).toBeCloseTo(5, digits);
    expect(rate(3000)).toBeCloseTo(0, digits);
  });

  it('needs both halves of a warm-up', () => {
    expect(() => cosineDecay({ initialLearningRate: 1, decaySteps: 1, warmupTarget: 2 })).toThrow(/both warmupTarget/);
    expect(() => cosineDecay({ initialLearningRate: 1, decaySteps: 1, warmupSteps: 2 })).toThrow(/both warmupTarget/);
  });
});

describe('inverseTimeDecay with a decayRate of 0', () => {
  it('is constant, as in Keras', () => {
    const rate = inverseTimeDecay({ initialLearningRate: 0.1, decaySteps: 1, decayRate: 0 });
    expect([rate(0), rate(1e6)]).toEqual([0.1, 0.1]);
  });
});

describe('every schedule', () => {
  it('says what it is', () => {
    const decay = { initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 };
    expect(exponentialDecay(decay).description).toBe('exponentialDecay: 0.1 · 0.5^(step / 10)');
    expect(inverseTimeDecay(decay).description).toBe('inverseTimeDecay: 0.1 / (1 + 0.5 · step / 10)');
    expect(piecewiseConstant({ boundaries: [5], values: [1, 0.1] }).description).toBe(
      'piecewiseConstant: [1, 0.1] changing after [5]',
    );
    expect(cosineDecay({ initialLearningRate: 0.1, decaySteps: 10 }).description).toBe(
      'cosineDecay: 0.1 down to 0 over 10 steps',
    );
    const warm = { initialLearningRate: 0, warmupTarget: 2, warmupSteps: 5, decaySteps: 10, alpha: 0.5 };
    expect(cosineDecay(warm).description).toBe('cosineDecay: 0 up to 2 over 5 steps, then 2 down to 1 over 10 steps');
  });

  it('rejects numbers out of range', () => {
    const options = { initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 };
    expect(() => exponentialDecay({ ...options, decaySteps: 0 })).toThrow(
      /exponentialDecay: decaySteps must be a number above 0/,
    );
    expect(() => inverseTimeDecay({ ...options, decayRate: -1 })).toThrow(/inverseTimeDecay: decayRate must be/);
    expect(() => cosineDecay({ initialLearningRate: Number.NaN, decaySteps: 1 })).toThrow(
      /initialLearningRate must be/,
    );
    expect(() => exponentialDecay({ ...options, steps: 1 } as never)).toThrow(/unknown option "steps"/);
    expect(() => exponentialDecay({ ...options, decayRate: 0 })).toThrow(/exponentialDecay: decayRate must be/);
    expect(() => exponentialDecay({ ...options, staircase: 'yes' as never })).toThrow(/staircase/);
    expect(() => piecewiseConstant({ boundaries: ['5'] as never, values: [1, 2] })).toThrow(
      /piecewiseConstant: boundaries must be a list of numbers/,
    );
    expect(() => piecewiseConstant({ boundaries: [5], values: null as never })).toThrow(
      /piecewiseConstant: values must be a list of numbers, got null/,
    );
  });
});
