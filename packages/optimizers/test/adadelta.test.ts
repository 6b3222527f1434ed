import { describe, expect, it } from 'vitest';
import { adadelta } from '../src/index.ts';
import { expectClose, float64 } from './close.ts';
import { distanceOnQuadratic, distanceOnRosenbrock } from './convergence.ts';
import { followsGolden } from './follows-golden.ts';
import { train } from './training.ts';

describe('adadelta', () => {
  followsGolden('adadelta');

  it('reaches the minimum of an ill-conditioned quadratic and of Rosenbrock’s valley', () => {
    expect(distanceOnQuadratic(adadelta({ learningRate: 1, epsilon: 1e-4 }), 3000)).toBeLessThan(1e-12);
    expect(
      distanceOnRosenbrock(adadelta({ learningRate: (step) => 0.9995 ** step, epsilon: 1e-5 }), 10_000),
    ).toBeLessThan(1e-3);
  });

  it('divides by the mean square that has the present gradient in it', () => {
    // √(0 + ε) / √(0.05 · g² + ε) · g: with the mean square of before, it would be 1 · g.
    const [w] = train(adadelta({ learningRate: 1, epsilon: 1e-4 }), [0], [[1]]);
    expectClose([w as number], [-Math.sqrt(1e-4 / (0.05 + 1e-4))], float64);
  });

  it('has the learning rate 0.001 unless told otherwise', () => {
    expect(adadelta().learningRate).toBe(0.001);
    expect(adadelta({ learningRate: undefined }).learningRate).toBe(0.001);
    expect(adadelta(0.5).learningRate).toBe(0.5);
  });

  it('rejects options out of range and those it does not know', () => {
    expect(() => adadelta({ rho: 1 })).toThrow(/adadelta: rho must be a number in \[0, 1\), got 1/);
    expect(() => adadelta({ epsilon: -1 })).toThrow(/adadelta: epsilon must be a number above 0, got -1/);
    expect(() => adadelta({ learningrate: 1 } as object)).toThrow(
      /adadelta: unknown option "learningrate". Did you mean "learningRate"/,
    );
  });
});
