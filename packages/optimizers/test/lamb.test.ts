import { describe, expect, it } from 'vitest';
import { lamb } from '../src/index.ts';
import { expectClose, float64 } from './close.ts';
import { distanceOnQuadratic, distanceOnRosenbrock } from './convergence.ts';
import { followsGolden } from './follows-golden.ts';
import { train } from './training.ts';

describe('lamb', () => {
  followsGolden('lamb');

  it('reaches the minimum of an ill-conditioned quadratic and of Rosenbrock’s valley', () => {
    expect(
      distanceOnQuadratic(
        lamb((step) => 0.1 * 0.998 ** step),
        3000,
      ),
    ).toBeLessThan(5e-3);
    expect(
      distanceOnRosenbrock(
        lamb((step) => 0.02 * 0.9995 ** step),
        10_000,
      ),
    ).toBeLessThan(5e-3);
  });

  it('makes steps as long as the parameter, times the learning rate', () => {
    const [a, b] = train(lamb(0.1), [30, 40], [[1, -0.01]]) as [number, number];
    expectClose([Math.hypot(a - 30, b - 40)], [5], float64);
  });

  it('moves like Adam where the parameter is 0, and not where all gradients are', () => {
    expectClose(train(lamb({ learningRate: 0.1, epsilon: 1e-30 }), [0, 0], [[2, -3]]), [-0.1, 0.1], float64);
    expect(train(lamb(0.1), [3, 4], [[0, 0]])).toEqual([3, 4]);
  });

  it('has the learning rate 0.001 unless told otherwise', () => {
    expect(lamb().learningRate).toBe(0.001);
    expect(lamb({ learningRate: undefined }).learningRate).toBe(0.001);
    expect(lamb(0.5).learningRate).toBe(0.5);
  });

  it('rejects options out of range and those it does not know', () => {
    expect(() => lamb({ beta1: 1 })).toThrow(/lamb: beta1 must be a number in \[0, 1\), got 1/);
    expect(() => lamb({ beta2: -1 })).toThrow(/lamb: beta2 must be/);
    expect(() => lamb({ epsilon: 0 })).toThrow(/lamb: epsilon must be/);
    expect(() => lamb({ learningrate: 1 } as object)).toThrow(
      /lamb: unknown option "learningrate". Did you mean "learningRate"/,
    );
  });
});
