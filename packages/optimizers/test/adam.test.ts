import { describe, expect, it } from 'vitest';
import { adam } from '../src/index.ts';
import { expectClose, float32, float64 } from './close.ts';
import { distanceOnQuadratic, distanceOnRosenbrock } from './convergence.ts';
import { followsGolden } from './follows-golden.ts';
import { gradients, start, train } from './training.ts';

/** The published formulas, element by element. */
function expected(
  { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, amsgrad = false },
  from: readonly number[] = start,
  steps: readonly (readonly number[])[] = gradients,
): number[] {
  return from.map((p, i) => {
    let [w, m, v, largest] = [p, 0, 0, 0];
    steps.forEach((gradient, t) => {
      const g = gradient[i] as number;
      m = beta1 * m + (1 - beta1) * g;
      v = beta2 * v + (1 - beta2) * g ** 2;
      largest = Math.max(largest, v);
      const alpha = (learningRate * Math.sqrt(1 - beta2 ** (t + 1))) / (1 - beta1 ** (t + 1));
      w -= (alpha * m) / (Math.sqrt(amsgrad ? largest : v) + epsilon);
    });
    return w;
  });
}

describe('adam', () => {
  followsGolden('adam');

  it('reaches the minimum of an ill-conditioned quadratic and of Rosenbrock’s valley', () => {
    expect(
      distanceOnQuadratic(
        adam((step) => 0.2 * 0.997 ** step),
        3000,
      ),
    ).toBeLessThan(1e-12);
    expect(
      distanceOnRosenbrock(
        adam((step) => 0.05 * 0.9995 ** step),
        10_000,
      ),
    ).toBeLessThan(1e-10);
    const amsgrad = { learningRate: 0.05, amsgrad: true };
    expect(distanceOnRosenbrock(adam(amsgrad), 10_000)).toBeLessThan(1e-10);
  });

  it('makes the single step of the tests of Keras: the learning rate, whatever the gradient', () => {
    // The step is learningRate · g / (|g| + epsilon / √0.001): short of 0.5 by 3 · 10⁻⁶ of it.
    expectClose(train(adam(0.5), [1, 2, 3, 4], [[1, 6, 7, 2]]), [0.5, 1.5, 2.5, 3.5], 4e-6);
  });

  it('makes the amsgrad steps of the tests of Keras', () => {
    const tenth = Array.from({ length: 10 }, (_, i) => (i + 1) / 10);
    const steps = [Array(10).fill(0.01) as number[], tenth, tenth, tenth, tenth];
    // Published: with four digits and a tolerance of 5 · 10⁻⁴.
    [0.999, 0.9982, 0.9974, 0.9965, 0.9955].forEach((value, t) => {
      const w = train(adam({ amsgrad: true }), Array(10).fill(1) as number[], steps.slice(0, t + 1));
      expectClose(w, Array(10).fill(value), 5e-4);
    });
  });

  it.each([
    ['with its defaults', {}],
    ['with other numbers', { learningRate: 0.05, beta1: 0.5, beta2: 0.8, epsilon: 1e-3 }],
    ['without memory', { beta1: 0, beta2: 0 }],
    ['with amsgrad', { amsgrad: true, beta2: 0.5 }],
  ])('follows its formula %s', (_, options) => {
    expectClose(train(adam(options), start, gradients), expected(options), float64);
    expectClose(train(adam(options), start, gradients, { compiled: true }), expected(options), float64);
    expectClose(train(adam(options), start, gradients, { dtype: 'float32' }), expected(options), float32);
    const compiled = train(adam(options), start, gradients, { dtype: 'float32', compiled: true });
    expectClose(compiled, expected(options), float32);
  });

  it('corrects its bias exactly in float32 too, where 1 − 0.999 is wrong by 3 · 10⁻⁵', () => {
    // From 0, with a step of 1, the parameter shows the relative error of the correction itself.
    const [w] = train(adam({ learningRate: 1, epsilon: 1e-30 }), [0], [[1]], { dtype: 'float32' });
    expect(Math.abs((w as number) + 1)).toBeLessThan(1e-6);
  });

  it('keeps only the slots it needs', () => {
    const optimizer = adam();
    train(optimizer, [1], [[1]]);
    expect(optimizer.state.map((v) => v.name)).toEqual(['adam/iterations', 'w/adam/momentum', 'w/adam/velocity']);
    const careful = adam({ amsgrad: true });
    train(careful, [1], [[1]]);
    expect(careful.state).toHaveLength(4);
  });

  it('has the learning rate 0.001 unless told otherwise', () => {
    expect(adam().learningRate).toBe(0.001);
    expect(adam(0.1).learningRate).toBe(0.1);
  });

  it('rejects options out of range', () => {
    expect(() => adam({ beta1: 1 })).toThrow(/adam: beta1 must be a number in \[0, 1\), got 1/);
    expect(() => adam({ beta2: -0.1 })).toThrow(/adam: beta2 must be/);
    expect(() => adam({ epsilon: Number.NaN })).toThrow(/adam: epsilon must be a number above 0, got NaN/);
    expect(() => adam({ beta_1: 0.9 } as object)).toThrow(/Did you mean "beta1"/);
  });
});
