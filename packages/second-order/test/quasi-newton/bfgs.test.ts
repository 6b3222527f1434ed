import { ArgumentError } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { bfgs, type ValueAndGrad } from '../../src/index.ts';

/** ½·xᵀ·A·x − bᵀx */
const quadratic =
  (a: readonly (readonly number[])[], b: readonly number[]): ValueAndGrad =>
  (x, gradient) => {
    let value = 0;
    a.forEach((row, i) => {
      const product = row.reduce((sum, each, j) => sum + each * (x[j] as number), 0);
      gradient[i] = product - (b[i] as number);
      value += (x[i] as number) * (0.5 * product - (b[i] as number));
    });
    return value;
  };

const a = [
  [4, 1, 0],
  [1, 3, -1],
  [0, -1, 2],
];
const b = [1, 2, 3];
// A⁻¹ by cofactors; its determinant is 18.
const inverse = [
  [5 / 18, -2 / 18, -1 / 18],
  [-2 / 18, 8 / 18, 4 / 18],
  [-1 / 18, 4 / 18, 11 / 18],
];

describe('bfgs', () => {
  it('solves A·x = b and learns the inverse of A', () => {
    const result = bfgs(quadratic(a, b), [0, 0, 0], { gtol: 1e-12 });
    expect(result.status).toBe('gtol');
    inverse.forEach((row, i) => {
      expect(result.x[i]).toBeCloseTo(
        row.reduce((sum, each, j) => sum + each * (b[j] as number), 0),
        11,
      );
      const unit = new Float64Array(3);
      unit[i] = 1;
      const column = result.inverseHessian?.apply(unit);
      row.forEach((each, j) => {
        expect(column?.[j]).toBeCloseTo(each, 2);
      });
    });
  });

  it('takes the step of Newton from the inverse Hessian that it is given', () => {
    const initialInverseHessian = Float64Array.from(inverse.flat());
    const result = bfgs(quadratic(a, b), [5, -7, 11], { gtol: 1e-12, initialInverseHessian });
    expect(result).toMatchObject({ status: 'gtol', nit: 1, nfev: 2 });
  });

  it('needs few more than n iterations for a quadratic of condition 10⁶', () => {
    const n = 100;
    const convex: ValueAndGrad = (x, gradient) => {
      let value = 0;
      for (let i = 0; i < n; i++) {
        const eigenvalue = 10 ** ((6 * i) / (n - 1));
        gradient[i] = eigenvalue * (x[i] as number);
        value += 0.5 * eigenvalue * (x[i] as number) ** 2;
      }
      return value;
    };
    const result = bfgs(convex, new Float64Array(n).fill(1), { gtol: 1e-8 });
    expect(result.status).toBe('gtol');
    expect(result.nit).toBeLessThan(2 * n);
  });

  it('starts anew where what it was given leads nowhere', () => {
    // Symmetric, with positive 2 × 2 minors, and not positive definite: along (1, 1, 1) it points uphill.
    const initialInverseHessian = Float64Array.of(1, -0.9, -0.9, -0.9, 1, -0.9, -0.9, -0.9, 1);
    const sphere: ValueAndGrad = (x, gradient) => {
      x.forEach((each, i) => {
        gradient[i] = 2 * each;
      });
      return x.reduce((sum, each) => sum + each * each, 0);
    };
    const result = bfgs(sphere, [1, 1, 1], { initialInverseHessian });
    expect(result).toMatchObject({ status: 'gtol', nrestart: 1 });
  });

  it('leaves out updates without curvature', () => {
    // Along a straight line down to a valley: the gradient does not change at first.
    const bend: ValueAndGrad = ([x], gradient) => {
      const d = (x as number) - 10;
      gradient[0] = Math.abs(d) <= 1 ? d : Math.sign(d);
      return Math.abs(d) <= 1 ? 0.5 * d * d : Math.abs(d) - 0.5;
    };
    const result = bfgs(bend, [0], { maxIter: 50 });
    expect(result.status).toBe('gtol');
    expect(result.x[0]).toBeCloseTo(10, 5);
  });

  it('answers promises with a promise of the same result', async () => {
    const result = bfgs(quadratic(a, b), [0, 0, 0]);
    const waited = await bfgs(async (x, gradient) => quadratic(a, b)(x, gradient), [0, 0, 0]);
    expect(waited).toEqual({ ...result, inverseHessian: expect.anything() });
  });

  it('explains matrices that cannot be a first inverse Hessian', () => {
    const call = (initialInverseHessian: unknown): (() => void) => {
      const options = { initialInverseHessian } as { initialInverseHessian: Float64Array };
      return () => bfgs(quadratic(a, b), [0, 0, 0], options);
    };
    for (const wrong of [
      'identity',
      [1, 0, 0, 0, 1, 0, 0, 0, 1],
      new Float64Array(3),
      Float64Array.of(1, 2, 0, 2, 1, 0, 0, 0, 1),
    ]) {
      expect(call(wrong)).toThrow(ArgumentError);
    }
    expect(call(new Float64Array(9))).toThrow(/positive definite/);
    expect(call(Float64Array.of(1, 0.5, 0, 0.1, 1, 0, 0, 0, 1))).toThrow(/\[1, 0\] and \[0, 1\] are 0\.1 and 0\.5/);
    expect(call(Float64Array.of(1, Number.NaN, 0, Number.NaN, 1, 0, 0, 0, 1))).toThrow(ArgumentError);
    expect(() => bfgs(quadratic(a, b), [0], { memory: 3 } as object)).toThrow(/memory/);
  });
});
