import { describe, expect, it } from 'vitest';
import { adagrad, type Optimizer, rmsprop } from '../src/index.ts';
import { expectClose, float32, float64 } from './close.ts';
import { distanceOnQuadratic, distanceOnRosenbrock } from './convergence.ts';
import { followsGolden } from './follows-golden.ts';
import { gradients, start, train } from './training.ts';

/** The published formulas, element by element. */
function expected(
  { learningRate = 0.001, rho = 0.9, momentum = 0, epsilon = 1e-7, centered = false },
  from = start,
  steps = gradients,
): number[] {
  return from.map((p, i) => {
    let [w, s, a, m] = [p, 0, 0, 0];
    for (const gradient of steps) {
      const g = gradient[i] as number;
      s = rho * s + (1 - rho) * g ** 2;
      a = rho * a + (1 - rho) * g;
      m = momentum * m + (learningRate * g) / Math.sqrt((centered ? s - a ** 2 : s) + epsilon);
      w -= m;
    }
    return w;
  });
}

describe('rmsprop', () => {
  followsGolden('rmsprop');

  it('reaches the minimum of an ill-conditioned quadratic and of Rosenbrock’s valley', () => {
    expect(
      distanceOnQuadratic(
        rmsprop((step) => 0.1 * 0.997 ** step),
        3000,
      ),
    ).toBeLessThan(1e-12);
    expect(
      distanceOnRosenbrock(
        rmsprop((step) => 0.01 * 0.9995 ** step),
        10_000,
      ),
    ).toBeLessThan(1e-3);
  });

  it('makes the single step of the tests of Keras', () => {
    // Published with four digits.
    expectClose(train(rmsprop(0.5), [1, 2, 3, 4], [[1, 6, 7, 2]]), [-0.5811, 0.4189, 1.4189, 2.4189], 1e-4);
  });

  it('makes the centered steps of the tests of Keras', () => {
    const tenth = Array.from({ length: 10 }, (_, i) => (i + 1) / 10);
    const steps = [Array(10).fill(0.01) as number[], tenth, tenth, tenth, tenth];
    // Published: with four digits and a tolerance of 5 · 10⁻⁴.
    [0.9967, 0.9933, 0.9908, 0.9885, 0.9864].forEach((value, t) => {
      const w = train(rmsprop({ centered: true }), Array(10).fill(1) as number[], steps.slice(0, t + 1));
      expectClose(w, Array(10).fill(value), 5e-4);
    });
  });

  it.each([
    ['with its defaults', {}],
    ['with other numbers', { learningRate: 0.05, rho: 0.5, epsilon: 1e-3 }],
    ['with momentum', { momentum: 0.8 }],
    ['centered', { centered: true }],
    ['centered with momentum', { centered: true, momentum: 0.8 }],
  ])('follows its formula %s', (_, options) => {
    // Centered: the two averages cancel, s − a² loses two or three digits of s.
    const [wide, narrow] = 'centered' in options ? [1e-10, 1e-3] : [float64, float32];
    expectClose(train(rmsprop(options), start, gradients), expected(options), wide);
    expectClose(train(rmsprop(options), start, gradients, { compiled: true }), expected(options), wide);
    expectClose(train(rmsprop(options), start, gradients, { dtype: 'float32' }), expected(options), narrow);
  });

  it('stays finite where rounding would make the centered variance negative', () => {
    // Constant gradients: s and a² approach each other, and differ by roundings of 10⁶ · 2⁻²⁴, far above epsilon. Of these
    // sixty, a few end up with s < a².
    const constants = Array.from({ length: 60 }, (_, k) => 100 + 37.31 * k);
    const steps = Array.from({ length: 200 }, () => constants);
    const w = train(
      rmsprop({ centered: true }),
      constants.map(() => 0),
      steps,
      { dtype: 'float32' },
    );
    expect(w.filter((x) => !(x < 0 && Number.isFinite(x)))).toEqual([]);
  });

  it('forgets, so that its steps stay as long as they were where those of adagrad fade', () => {
    const last = (make: () => Optimizer): number => {
      const ones = Array.from({ length: 101 }, () => [1]);
      const [before, after] = [train(make(), [0], ones.slice(1)), train(make(), [0], ones)];
      return (before[0] as number) - (after[0] as number);
    };
    expect(last(() => rmsprop(0.1))).toBeCloseTo(0.1, 4);
    expect(last(() => adagrad({ learningRate: 0.1, initialAccumulatorValue: 0 }))).toBeCloseTo(0.1 / Math.sqrt(101), 6);
  });

  it('keeps only the slots it needs', () => {
    const names = (options: Parameters<typeof rmsprop>[0]): string[] => {
      const optimizer = rmsprop(options);
      train(optimizer, [1], [[1]]);
      return optimizer.state.slice(1).map((v) => v.name);
    };
    expect(names({})).toEqual(['w/rmsprop/velocity']);
    expect(names({ momentum: 0.5 })).toEqual(['w/rmsprop/velocity', 'w/rmsprop/momentum']);
    expect(names({ centered: true })).toEqual(['w/rmsprop/velocity', 'w/rmsprop/average']);
  });

  it('rejects options out of range', () => {
    expect(() => rmsprop({ rho: 1 })).toThrow(/rmsprop: rho must be a number in \[0, 1\), got 1/);
    expect(() => rmsprop({ epsilon: 0 })).toThrow(/rmsprop: epsilon must be a number above 0, got 0/);
  });
});
