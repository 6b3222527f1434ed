import { ArgumentError } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { gradientDescent, moreThuenteSearch, type ValueAndGrad } from '../../src/index.ts';

/** ½·Σ cᵢ·xᵢ² */
const bowl =
  (...c: number[]): ValueAndGrad =>
  (x, gradient) => {
    let value = 0;
    c.forEach((each, i) => {
      gradient[i] = each * (x[i] as number);
      value += 0.5 * each * (x[i] as number) ** 2;
    });
    return value;
  };

describe('gradientDescent', () => {
  it('makes the steps of the formula with a constant learning rate', () => {
    const result = gradientDescent(bowl(1, 4), [3, -2], { learningRate: 0.1, maxIter: 25, gtol: 0 });
    expect(result).toMatchObject({ status: 'max-iter', nit: 25, nfev: 26 });
    expect(result.x[0]).toBeCloseTo(3 * 0.9 ** 25, 13);
    expect(result.x[1]).toBeCloseTo(-2 * 0.6 ** 25, 13);
  });

  it('goes where a constant learning rate leads, as far as values are finite', () => {
    const up = gradientDescent(bowl(1), [1], { learningRate: 3, maxIter: 4 });
    expect([...up.x]).toEqual([16]);
    const far = gradientDescent(bowl(1), [1], { learningRate: 3, maxIter: 5000 });
    expect(far).toMatchObject({ status: 'line-search-failed', converged: false });
    expect(Number.isFinite(far.fun)).toBe(true);
  });

  it('tries first the step of Barzilai and Borwein, s·y/y·y', () => {
    // From (1, 1) a step of length 1; from there s·y/y·y of it.
    const seen: number[][] = [];
    const seeing: ValueAndGrad = (x, gradient) => {
      seen.push([...x]);
      return bowl(1, 3)(x, gradient);
    };
    gradientDescent(seeing, [1, 1], { maxIter: 2 });
    const length = Math.hypot(1, 3);
    const second = [1 - 1 / length, 1 - 3 / length];
    const step = (1 + 3 * 9) / (1 + 9 * 9);
    const third = [(second[0] as number) * (1 - step), (second[1] as number) * (1 - 3 * step)];
    for (const [k, expected] of [second, third].entries()) {
      expected.forEach((each, i) => {
        expect(seen[k + 1]?.[i]).toBeCloseTo(each, 13);
      });
    }
  });

  it('needs far fewer steps than with the best constant one', () => {
    const objective = bowl(1, 10, 100, 1000);
    const start = [1, 1, 1, 1];
    const searched = gradientDescent(objective, start);
    const constant = gradientDescent(objective, start, { learningRate: 2 / 1001, maxIter: 1e5 });
    expect([searched.status, constant.status]).toEqual(['gtol', 'gtol']);
    expect(searched.nfev).toBeLessThan(constant.nfev / 10);
  });

  it('takes any line search', () => {
    // Exact searches on (1, 9) from (9, 1) zigzag: each step leaves 0.8 of the distance.
    const result = gradientDescent(bowl(1, 9), [9, 1], {
      lineSearch: moreThuenteSearch({ c1: 1e-6, c2: 1e-5, width: 0 }),
      maxIter: 10,
    });
    expect((result.x[0] as number) / (9 * 0.8 ** 10)).toBeCloseTo(1, 3);
  });

  it('minimises the Rosenbrock function, of values and promises alike', async () => {
    const rosenbrock: ValueAndGrad = (x, gradient) => {
      const [p, q] = [x[0] as number, x[1] as number];
      gradient[0] = -2 * (1 - p) - 400 * p * (q - p * p);
      gradient[1] = 200 * (q - p * p);
      return (1 - p) ** 2 + 100 * (q - p * p) ** 2;
    };
    const result = gradientDescent(rosenbrock, [-1.2, 1]);
    expect(result.status).toBe('gtol');
    expect(result.x[0]).toBeCloseTo(1, 4);
    const waited = await gradientDescent(async (x, gradient) => rosenbrock(x, gradient), [-1.2, 1]);
    expect(waited).toEqual(result);
  });

  it('refuses options that make no sense', () => {
    const refused: readonly [object, string][] = [
      [{ learningRate: 0 }, 'learningRate must be a number above 0, got 0.'],
      [{ learningRate: -1 }, 'learningRate must be a number above 0, got -1.'],
      [{ lineSearch: 'exact' }, 'lineSearch must be a line search such as backtrackingSearch(), got "exact".'],
      [
        { learningRate: 1, lineSearch: moreThuenteSearch() },
        'with a constant learningRate there is no lineSearch; give one of them.',
      ],
      [{ rate: 1 }, 'unknown option "rate".'],
    ];
    for (const [options, message] of refused) {
      const call = () => gradientDescent(bowl(1), [1], options);
      expect(call).toThrow(ArgumentError);
      expect(call).toThrow(`gradientDescent: ${message}`);
    }
  });
});
