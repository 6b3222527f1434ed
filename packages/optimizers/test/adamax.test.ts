import { describe, expect, it } from 'vitest';
import { adamax } from '../src/index.ts';
import { expectClose, float64 } from './close.ts';
import { distanceOnQuadratic, distanceOnRosenbrock } from './convergence.ts';
import { followsGolden } from './follows-golden.ts';
import { train } from './training.ts';

describe('adamax', () => {
  followsGolden('adamax');

  it('reaches the minimum of an ill-conditioned quadratic and of Rosenbrock’s valley', () => {
    expect(distanceOnQuadratic(adamax(0.1), 3000)).toBeLessThan(1e-12);
    expect(
      distanceOnRosenbrock(
        adamax((step) => 0.05 * 0.9998 ** step),
        10_000,
      ),
    ).toBeLessThan(1e-6);
  });

  it('moves by the learning rate at the first step, whatever the gradient, and not where it is 0', () => {
    expectClose(
      train(adamax({ learningRate: 0.5, epsilon: 1e-30 }), [1, 2, 3], [[1e-3, -100, 0]]),
      [0.5, 2.5, 3],
      float64,
    );
  });

  it('has the learning rate 0.001 unless told otherwise', () => {
    expect(adamax().learningRate).toBe(0.001);
    expect(adamax({ learningRate: undefined }).learningRate).toBe(0.001);
    expect(adamax(0.5).learningRate).toBe(0.5);
  });

  it('rejects options out of range and those it does not know', () => {
    expect(() => adamax({ beta1: 1 })).toThrow(/adamax: beta1 must be a number in \[0, 1\), got 1/);
    expect(() => adamax({ beta2: -1 })).toThrow(/adamax: beta2 must be/);
    expect(() => adamax({ epsilon: 0 })).toThrow(/adamax: epsilon must be/);
    expect(() => adamax({ learningrate: 1 } as object)).toThrow(
      /adamax: unknown option "learningrate". Did you mean "learningRate"/,
    );
  });
});
