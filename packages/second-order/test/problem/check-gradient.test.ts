import { ArgumentError } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { checkGradient, type Objective } from '../../src/index.ts';

/** Rosenbrock's function with all derivatives. */
const rosenbrock = {
  valueAndGrad(x: Float64Array, gradient: Float64Array): number {
    const [a, b] = [1 - x[0], x[1] - x[0] ** 2];
    gradient[0] = -2 * a - 400 * x[0] * b;
    gradient[1] = 200 * b;
    return a * a + 100 * b * b;
  },
  hessp(x: Float64Array, v: Float64Array, out: Float64Array): void {
    out[0] = (2 - 400 * x[1] + 1200 * x[0] ** 2) * v[0] - 400 * x[0] * v[1];
    out[1] = -400 * x[0] * v[0] + 200 * v[1];
  },
  hess(x: Float64Array, out: Float64Array): void {
    out.set([2 - 400 * x[1] + 1200 * x[0] ** 2, -400 * x[0], -400 * x[0], 200]);
  },
};

describe('checkGradient beside a wall', () => {
  it('takes steps that stay where the function is defined', () => {
    const logarithm = ([x]: Float64Array, gradient: Float64Array): number => {
      gradient[0] = 1 / (x as number);
      return Math.log(x as number);
    };
    for (const x of [1e-3, 1e-6, 1e-9]) {
      expect(checkGradient(logarithm, [x]).maxRelError).toBeLessThan(1e-6);
      const wrong = (at: Float64Array, gradient: Float64Array): number => {
        const value = logarithm(at, gradient);
        gradient[0] = 1.01 * (gradient[0] as number);
        return value;
      };
      expect(checkGradient(wrong, [x]).maxRelError).toBeCloseTo(0.01, 3);
    }
  });
});

describe('checkGradient', () => {
  it('finds nothing wrong with right derivatives', () => {
    const found = checkGradient(rosenbrock, [-1.2, 1]);
    expect(found.maxRelError).toBeLessThan(1e-10);
    expect(found.hessp?.maxRelError).toBeLessThan(1e-10);
    expect(found.hess?.maxRelError).toBeLessThan(1e-10);
  });

  it('says which element is wrong, what it is and what it should be', () => {
    const wrong = {
      ...rosenbrock,
      valueAndGrad(x: Float64Array, gradient: Float64Array): number {
        const value = rosenbrock.valueAndGrad(x, gradient);
        gradient[1] = -gradient[1];
        return value;
      },
    };
    const { maxRelError, index, analytic, numeric, uncertainty } = checkGradient(wrong, [-1.2, 1]);
    expect(index).toBe(1);
    expect(analytic).toBeCloseTo(200 * 0.44, 10);
    expect(numeric).toBeCloseTo(-200 * 0.44, 8);
    expect(Math.abs(numeric + 200 * 0.44)).toBeLessThanOrEqual(uncertainty);
    expect(maxRelError).toBeCloseTo(2, 8);
  });

  it('finds a small mistake', () => {
    const almost: Objective = (x, gradient) => {
      gradient[0] = Math.cos(x[0]) * (1 + 1e-8);
      return Math.sin(x[0]);
    };
    expect(checkGradient(almost, [0.7]).maxRelError).toBeCloseTo(1e-8, 9);
  });

  it('checks products with the Hessian and the Hessian by the gradient', () => {
    const hessp = (x: Float64Array, v: Float64Array, out: Float64Array): void => {
      rosenbrock.hessp(x, v, out);
      out[0] *= 1.5;
    };
    const hess = (x: Float64Array, out: Float64Array): void => {
      rosenbrock.hess(x, out);
      out[2] = 0;
    };
    const found = checkGradient({ ...rosenbrock, hessp, hess }, [-1.2, 1]);
    expect(found.maxRelError).toBeLessThan(1e-10);
    expect([found.hessp?.index, found.hess?.index]).toEqual([0, 2]);
    expect(found.hessp?.maxRelError).toBeCloseTo(1 / 3, 8);
    expect(found.hess?.maxRelError).toBeCloseTo(1, 8);
    expect(checkGradient(rosenbrock.valueAndGrad, [-1.2, 1]).hessp).toBeUndefined();
  });

  it('keeps within the domain: steps where the value is not finite do not count', () => {
    const barrier: Objective = (x, gradient) => {
      gradient[0] = 1 - 1 / x[0];
      return x[0] - Math.log(x[0]);
    };
    expect(checkGradient(barrier, [1e-3]).maxRelError).toBeLessThan(1e-8);
  });

  it('bears functions of any scale, and values that cancel', () => {
    for (const scale of [1e-12, 1, 1e12]) {
      const objective: Objective = (x, gradient) => {
        gradient[0] = scale * Math.exp(x[0]);
        gradient[1] = 0;
        return scale * Math.exp(x[0]);
      };
      expect(checkGradient(objective, [1.5, 3]).maxRelError).toBeLessThan(1e-9);
    }
    const shifted: Objective = (x, gradient) => {
      gradient[0] = 2 * x[0];
      return 1e8 + x[0] ** 2;
    };
    expect(checkGradient(shifted, [0.3]).maxRelError).toBeLessThan(1e-6);
  });

  it('allows for values of single precision when told', () => {
    const single: Objective = (x, gradient) => {
      gradient[0] = Math.fround(Math.cos(x[0]));
      return Math.fround(Math.sin(x[0]));
    };
    expect(checkGradient(single, [0.7], { fnoise: 1.2e-7 }).maxRelError).toBeLessThan(1e-4);
  });

  it('finds the slope of a kink wrong, and a gradient that is not finite', () => {
    const kink: Objective = (x, gradient) => {
      gradient[0] = 1;
      return Math.abs(x[0]);
    };
    expect(checkGradient(kink, [0]).maxRelError).toBeCloseTo(1, 10);
    const lonely: Objective = (x, gradient) => {
      gradient[0] = 1;
      return x[0] === 2 ? 1 : Number.NaN;
    };
    expect(checkGradient(lonely, [2]).maxRelError).toBe(Infinity);
  });

  it('leaves the point alone', () => {
    const x = Float64Array.of(-1.2, 1);
    checkGradient(rosenbrock, x);
    expect([...x]).toEqual([-1.2, 1]);
  });

  it('refuses wrong arguments', () => {
    const check = (...args: unknown[]) => (checkGradient as (...args: unknown[]) => unknown)(...args);
    expect(() => check(rosenbrock, [])).toThrow(ArgumentError);
    expect(() => check(rosenbrock, [1, 2], { steps: 1 })).toThrow(
      'checkGradient: unknown option "steps". Did you mean "step"?',
    );
    expect(() => check(rosenbrock, [1, 2], { step: 0 })).toThrow('checkGradient: step must be above 0, got 0.');
    expect(() => check(() => 'x', [1])).toThrow('checkGradient: the objective must return a number, got "x".');
    expect(() => check(() => Number.NaN, [1])).toThrow('checkGradient: value and gradient must be finite at x.');
  });
});
