import { describe, expect, it } from 'vitest';
import { lbfgs, type ValueAndGrad } from '../src/index.ts';
import { minimizers } from './minimizers.ts';

/** Σ of the extended Rosenbrock function, with a factor of 10 instead of 100 between its terms. */
const valley: ValueAndGrad = (x, gradient) => {
  let sum = 0;
  gradient.fill(0);
  for (let i = 0; i + 1 < x.length; i++) {
    const [p, q] = [x[i] as number, x[i + 1] as number];
    const [a, b] = [1 - p, q - p * p];
    gradient[i] = (gradient[i] as number) - 2 * a - 40 * p * b;
    gradient[i + 1] = (gradient[i + 1] as number) + 20 * b;
    sum += a * a + 10 * b * b;
  }
  return sum;
};

const start = Float64Array.of(-1.2, 1, 0.7, -0.4, 2);

/** The function of Qᵀx for an orthogonal Q that is applied by two functions. */
function turned(forth: (v: Float64Array) => Float64Array, back: (v: Float64Array) => Float64Array): ValueAndGrad {
  return (x, gradient) => {
    const own = new Float64Array(x.length);
    const value = valley(back(x), own);
    gradient.set(forth(own));
    return value;
  };
}

/** I − 2vvᵀ/vᵀv, which is its own inverse. */
const reflect = (x: Float64Array): Float64Array => {
  const v = x.map((_, i) => Math.cos(1 + i * i));
  const share =
    x.reduce((sum, each, i) => sum + each * (v[i] as number), 0) / v.reduce((sum, each) => sum + each * each, 0);
  return x.map((each, i) => each - 2 * share * (v[i] as number));
};

const reverse = (x: Float64Array): Float64Array => x.slice().reverse();

describe.each(Object.entries(minimizers))('%s', (name, minimize) => {
  const options = { gtol: 1e-4, gnorm: '2' } as const;
  const plain = minimize(valley, start, options);
  // Rounding grows along the many steps of gradient descent.
  const slack = name === 'gradientDescent' ? 0.3 * plain.nfev : 2;

  it('does not depend on the order of the variables', () => {
    const result = minimize(turned(reverse, reverse), reverse(start), options);
    expect(result.status).toBe('gtol');
    expect(Math.abs(result.nfev - plain.nfev)).toBeLessThanOrEqual(slack);
  });

  it('does not depend on how the variables are turned', () => {
    const result = minimize(turned(reflect, reflect), reflect(start), options);
    expect(result.status).toBe('gtol');
    expect(Math.abs(result.nfev - plain.nfev)).toBeLessThanOrEqual(slack);
    reflect(result.x).forEach((each, i) => {
      expect(each).toBeCloseTo(plain.x[i] as number, 3);
    });
  });

  it('finds a stationary point', () => {
    const gradient = new Float64Array(start.length);
    valley(plain.x, gradient);
    expect(Math.hypot(...gradient)).toBeLessThanOrEqual(1e-4);
  });
});

describe('lbfgs', () => {
  it('makes the same iterates when the function and gtol are multiplied by a power of two', () => {
    const plain = lbfgs(valley, start, { gtol: 1e-6, trace: true });
    for (const power of [-300, -40, -3, 1, 5, 40, 300]) {
      const factor = 2 ** power;
      const scaled: ValueAndGrad = (x, gradient) => {
        const value = valley(x, gradient);
        gradient.forEach((each, i) => {
          gradient[i] = factor * each;
        });
        return factor * value;
      };
      const result = lbfgs(scaled, start, { gtol: 1e-6 * factor, trace: true });
      expect([power, result.nfev]).toEqual([power, plain.nfev]);
      expect(result.trace?.map(({ x }) => [...x])).toEqual(plain.trace?.map(({ x }) => [...x]));
    }
  });
});
