import { describe, expect, it } from 'vitest';
import { backtracking, backtrackingSearch, lbfgs } from '../../src/index.ts';
import { lineProblems } from './test-functions.ts';

describe('backtracking', () => {
  it('shortens a step until the value has fallen enough', () => {
    for (const { phi } of lineProblems) {
      const start = phi(0);
      for (const first of [1e-3, 1e-1, 1e1, 1e3]) {
        const { step, value, status } = backtracking(phi, { step: first });
        expect(status).toBe('decrease');
        expect(value).toBeLessThanOrEqual(start.value + 1e-4 * step * start.slope);
        expect(step).toBeLessThanOrEqual(first);
      }
    }
  });

  it('goes to the minimum of a parabola at once', () => {
    const result = backtracking((a) => ({ value: (a - 3) ** 2, slope: 2 * (a - 3) }), { step: 12 });
    expect(result).toMatchObject({ step: 3, nfev: 3, status: 'decrease', converged: true });
  });

  it('goes to the minimum of a cubic when it knows two values', () => {
    // From 8 to a tenth of it, the least that is kept; from there to √(1/12).
    const steps: number[] = [];
    const result = backtracking(
      (a) => {
        steps.push(a);
        return { value: 4 * a ** 3 - a, slope: a === 0 ? -1 : Number.NaN };
      },
      { step: 8 },
    );
    expect(steps.slice(0, 3)).toEqual([0, 8, 0.8]);
    expect(result.step).toBeCloseTo(Math.sqrt(1 / 12), 12);
    expect(result.nfev).toBe(4);
  });

  it('keeps at least and at most the parts of the step that it is told', () => {
    const wall = (a: number) => ({ value: a > 1e-4 ? 1 : -a, slope: -1 });
    const steps = (options: object): number[] => {
      const seen: number[] = [];
      backtracking((a) => {
        seen.push(a);
        return wall(a);
      }, options);
      return seen.slice(1);
    };
    for (const [options, low, high] of [
      [{}, 0.1, 0.5],
      [{ shortest: 0.3, longest: 0.3 }, 0.3, 0.3],
    ] as const) {
      const seen = steps(options);
      expect(seen.length).toBeGreaterThan(3);
      for (let i = 1; i < seen.length; i++) {
        const part = (seen[i] as number) / (seen[i - 1] as number);
        expect(part).toBeGreaterThanOrEqual(low - 1e-12);
        expect(part).toBeLessThanOrEqual(high + 1e-12);
      }
    }
  });

  it('refuses parts of a step that are none', () => {
    const phi = (a: number) => ({ value: a * a, slope: 2 * a });
    const parts = 'backtracking: shortest and longest must be numbers with 0 < shortest ≤ longest < 1, got ';
    expect(() => backtracking(phi, { shortest: 0.6 })).toThrow(`${parts}0.6 and 0.5.`);
    expect(() => backtracking(phi, { longest: 1 })).toThrow(`${parts}0.1 and 1.`);
    expect(() => backtracking(phi, { c1: 1 })).toThrow('backtracking: c1 must be a number in (0, 1), got 1.');
    expect(() => backtrackingSearch({ c1: 0 })).toThrow('backtrackingSearch: c1 must be a number in (0, 1), got 0.');
  });
});

describe('backtrackingSearch', () => {
  it('is a line search for minimisers, which leave out steps that show no curvature', () => {
    // Near its maximum the cosine bends down.
    const wave = (x: Float64Array, gradient: Float64Array): number => {
      gradient[0] = -Math.sin(x[0] as number);
      return Math.cos(x[0] as number);
    };
    const result = lbfgs(wave, [1e-3], { lineSearch: backtrackingSearch() });
    expect(result.status).toBe('gtol');
    expect(result.fun).toBeCloseTo(-1, 9);
    expect(result.nskip).toBeGreaterThan(0);
  });
});
