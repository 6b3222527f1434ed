import { describe, expect, it } from 'vitest';
import { cosineDecay, type LearningRate, sgd, warmup } from '../src/index.ts';
import { train } from './training.ts';

// The values of Optax are in schedules-golden.test.ts.
describe('warmup', () => {
  it('climbs to where the other begins, which then sees its own steps', () => {
    const seen: number[] = [];
    const inner = (step: number) => {
      seen.push(step);
      return 8 - step;
    };
    const rate = warmup(4, inner);
    expect([0, 1, 4, 6].map(rate)).toEqual([0, 2, 8, 6]);
    expect(seen).toEqual([0, 0, 0, 2]);
  });

  it('leads to a constant rate too, and may begin elsewhere or take no steps', () => {
    expect([0, 1, 2, 3].map(warmup(2, 0.75, { initialLearningRate: 0.25 }))).toEqual([0.25, 0.5, 0.75, 0.75]);
    expect(warmup(0, 0.5)(0)).toBe(0.5);
  });

  it('is a learning rate like any other, inside and outside jit', () => {
    for (const compiled of [false, true]) {
      expect(train(sgd(warmup(2, 1)), [0], [[1], [1], [1]], { compiled })).toEqual([-1.5]);
    }
  });

  it('says what it is', () => {
    const cosine = cosineDecay({ initialLearningRate: 0.1, decaySteps: 10 });
    expect(warmup(5, cosine).description).toBe(
      'warmup: from 0 over 5 steps, then cosineDecay: 0.1 down to 0 over 10 steps',
    );
    expect(warmup(5, 0.1).description).toMatch(/then 0.1$/);
    expect(warmup(5, () => 1).description).toMatch(/then a function of the step$/);
  });

  it('rejects what is no number of steps or no rate', () => {
    expect(() => warmup(-1, 0.1)).toThrow(/warmup: steps must be an integer of at least 0, got -1/);
    expect(() => warmup(1.5, 0.1)).toThrow(/warmup: steps must be an integer/);
    expect(() => warmup(1, -0.1)).toThrow(/warmup: learningRate must be/);
    expect(() => warmup(1, undefined as unknown as LearningRate)).toThrow(
      /warmup: learningRate must be.*got undefined/,
    );
    expect(() => warmup(1, () => Number.NaN)(0)).toThrow(/warmup: the learning rate at step 0 must be/);
    expect(() => warmup(1, 1, { initialLearningRate: -1 })).toThrow(/initialLearningRate must be/);
    expect(() => warmup(1, 1, { from: 1 } as object)).toThrow(/warmup: unknown option "from"/);
  });
});
