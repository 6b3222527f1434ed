import { describe, expect, it } from 'vitest';
import { type LineFunction, lbfgs, moreThuente, moreThuenteSearch } from '../../src/index.ts';
import { lineProblems } from './test-functions.ts';

describe('moreThuente', () => {
  it.each(lineProblems)('finds the steps that are published for $name, with as many evaluations', (problem) => {
    const { phi, c1, c2, published } = problem;
    for (const [step, evaluations, expected] of published) {
      const result = moreThuente(phi, { step, c1, c2, width: 1e-10, maxStep: 4 * Math.max(1, step) });
      expect([step, result.status, result.nfev - 1]).toEqual([step, 'wolfe', evaluations]);
      expect(result.step.toPrecision(2)).toBe(expected);
    }
  });

  it('ends where the strong conditions of Wolfe hold', () => {
    for (const { phi, c1, c2, published } of lineProblems) {
      const start = phi(0);
      for (const [first] of published) {
        const { step, value, slope, converged } = moreThuente(phi, { step: first, c1, c2, width: 0 });
        expect(converged).toBe(true);
        expect({ value, slope }).toEqual(phi(step));
        expect(value).toBeLessThanOrEqual(start.value + c1 * step * start.slope);
        expect(Math.abs(slope)).toBeLessThanOrEqual(c2 * Math.abs(start.slope));
      }
    }
  });

  it('ends with a decrease alone where the slope jumps', () => {
    const kink: LineFunction = (a) => ({ value: Math.abs(a - 0.3), slope: a < 0.3 ? -1 : 1 });
    const result = moreThuente(kink, { width: 1e-6 });
    expect(result).toMatchObject({ status: 'decrease', converged: false });
    expect(result.step).toBeCloseTo(0.3, 5);
  });

  it('takes a wide bracket for done when it is told so', () => {
    const { phi } = lineProblems[2] as (typeof lineProblems)[0];
    const narrow = moreThuente(phi, { c1: 0.1, c2: 0.11, step: 10, width: 1e-10 });
    const wide = moreThuente(phi, { c1: 0.1, c2: 0.11, step: 10, width: 0.9 });
    expect(wide.nfev).toBeLessThan(narrow.nfev);
  });
});

describe('moreThuenteSearch', () => {
  it('gives a minimiser other tolerances', () => {
    let evaluations = 0;
    const objective = (x: Float64Array, gradient: Float64Array): number => {
      evaluations++;
      gradient[0] = 4 * (x[0] as number) ** 3;
      return (x[0] as number) ** 4;
    };
    const loose = lbfgs(objective, [3], { lineSearch: moreThuenteSearch() });
    const exact = lbfgs(objective, [3], { lineSearch: moreThuenteSearch({ c2: 0.01 }) });
    expect(loose.nfev + exact.nfev).toBe(evaluations);
    expect(exact.nit).toBeLessThan(loose.nit);
  });
});
