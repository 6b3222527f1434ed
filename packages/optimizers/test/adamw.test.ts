import { describe, expect, it } from 'vitest';
import { adam, adamw } from '../src/index.ts';
import { distanceOnQuadratic, distanceOnRosenbrock } from './convergence.ts';
import { followsGolden } from './follows-golden.ts';
import { gradients, start, train } from './training.ts';

describe('adamw', () => {
  followsGolden('adamw');

  it('reaches the minimum of an ill-conditioned quadratic and of Rosenbrock’s valley', () => {
    const falling = (rate: number) => ({ learningRate: (step: number) => rate * 0.9995 ** step, weightDecay: 0 });
    expect(distanceOnQuadratic(adamw({ learningRate: 0.1, weightDecay: 0 }), 3000)).toBeLessThan(1e-12);
    expect(distanceOnRosenbrock(adamw(falling(0.05)), 10_000)).toBeLessThan(1e-10);
  });

  it('is Adam with a decay of 0.004 unless told otherwise', () => {
    const options = { learningRate: 0.1, beta1: 0.5, amsgrad: true };
    const decayed = train(adam({ ...options, weightDecay: 0.004 }), start, gradients);
    expect(train(adamw(options), start, gradients)).toEqual(decayed);
    expect(train(adamw({ ...options, weightDecay: undefined }), start, gradients)).toEqual(decayed);
    expect(train(adamw({ ...options, weightDecay: 0 }), start, gradients)).toEqual(
      train(adam(options), start, gradients),
    );
    expect(train(adamw(0.1), [1], [[0]])).toEqual([1 - 0.1 * 0.004]);
    expect(adamw().learningRate).toBe(0.001);
  });

  it('rejects options out of range and those it does not know', () => {
    expect(() => adamw({ weightDecay: -1 })).toThrow(/adamw: weightDecay must be a number at least 0, got -1/);
    expect(() => adamw({ beta1: 1 })).toThrow(/adamw: beta1 must be a number in \[0, 1\), got 1/);
    expect(() => adamw({ decay: 0.1 } as object)).toThrow(/adamw: unknown option "decay"/);
  });
});
