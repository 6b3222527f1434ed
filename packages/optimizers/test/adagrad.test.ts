import { describe, expect, it } from 'vitest';
import { adagrad } from '../src/index.ts';
import { expectClose, float64 } from './close.ts';
import { distanceOnQuadratic, distanceOnRosenbrock } from './convergence.ts';
import { followsGolden } from './follows-golden.ts';
import { train } from './training.ts';

describe('adagrad', () => {
  followsGolden('adagrad');

  it('reaches the minimum of an ill-conditioned quadratic and of Rosenbrock’s valley', () => {
    expect(distanceOnQuadratic(adagrad(0.5), 3000)).toBeLessThan(1e-12);
    expect(distanceOnRosenbrock(adagrad(1), 10_000)).toBeLessThan(1e-2);
  });

  it('moves by the learning rate at the first step, if its sums begin with 0, and less and less', () => {
    const options = { learningRate: 0.5, initialAccumulatorValue: 0, epsilon: 1e-30 };
    // Steps of 1 / √1, 1 / √2 and 1 / √3.
    const expected = -0.5 * (1 + Math.SQRT1_2 + 1 / Math.sqrt(3));
    expectClose(
      train(
        adagrad(options),
        [0, 0],
        [
          [3, -0.1],
          [3, -0.1],
          [3, -0.1],
        ],
      ),
      [expected, -expected],
      float64,
    );
  });

  it('has the learning rate 0.001 unless told otherwise', () => {
    expect(adagrad().learningRate).toBe(0.001);
    expect(adagrad({ learningRate: undefined }).learningRate).toBe(0.001);
    expect(adagrad(0.5).learningRate).toBe(0.5);
  });

  it('rejects options out of range and those it does not know', () => {
    expect(() => adagrad({ initialAccumulatorValue: -1 })).toThrow(
      /adagrad: initialAccumulatorValue must be a number at least 0, got -1/,
    );
    expect(() => adagrad({ epsilon: 0 })).toThrow(/adagrad: epsilon must be a number above 0, got 0/);
    expect(() => adagrad({ learningrate: 1 } as object)).toThrow(
      /adagrad: unknown option "learningrate". Did you mean "learningRate"/,
    );
  });
});
