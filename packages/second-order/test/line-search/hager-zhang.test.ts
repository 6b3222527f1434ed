import { describe, expect, it } from 'vitest';
import { hagerZhang, hagerZhangSearch, lbfgs, type ValueAndGrad } from '../../src/index.ts';
import { lineProblems } from './test-functions.ts';

describe('hagerZhang', () => {
  it.each(lineProblems)('ends where the conditions of Wolfe hold, or the approximate ones, for $name', (problem) => {
    const { phi } = problem;
    const start = phi(0);
    const [c1, c2, epsilon] = [0.1, 0.9, 1e-6];
    for (const step of [1e-3, 1e-1, 1e1, 1e3]) {
      const result = hagerZhang(phi, { step });
      const { value, slope } = phi(result.step);
      expect(result).toMatchObject({ value, slope, converged: true });
      expect(slope).toBeGreaterThanOrEqual(c2 * start.slope);
      if (result.status === 'wolfe') {
        expect(value).toBeLessThanOrEqual(start.value + c1 * result.step * start.slope);
      } else {
        expect(value).toBeLessThanOrEqual(start.value + epsilon * Math.abs(start.value));
        expect(slope).toBeLessThanOrEqual((2 * c1 - 1) * start.slope);
      }
      expect(result.nfev).toBeLessThanOrEqual(20);
    }
  });

  it('finds the minimum of a parabola by one secant', () => {
    // At 0, 1, 5, where it rises, and at 3.
    const result = hagerZhang((a) => ({ value: (a - 3) ** 2, slope: 2 * (a - 3) }), { c1: 0.3, c2: 0.5 });
    expect(result).toEqual({ step: 3, value: 0, slope: 0, nfev: 4, status: 'wolfe', converged: true });
  });

  it('narrows the bracket by secant² and by bisection when that is slow', () => {
    // Flat up to 1 and steep beyond: secants come from the right in small steps.
    const flat = (a: number) => ({
      value: -1e-3 * a + Math.max(0, a - 1) ** 2 * 1e6,
      slope: -1e-3 + 2e6 * Math.max(0, a - 1),
    });
    const result = hagerZhang(flat, { step: 100, c1: 0.001, c2: 0.01 });
    expect(result.converged).toBe(true);
    expect(result.step).toBeCloseTo(1, 4);
  });

  it('looks between a step that is too high and 0, though the function falls at both', () => {
    // Falls, rises over a wall at 5, and falls again.
    const phi = (a: number) => {
      const bump = 20 * Math.exp(-((a - 5) ** 2));
      return { value: bump - a, slope: -2 * (a - 5) * bump - 1 };
    };
    const there = phi(5.5);
    expect(there.slope).toBeLessThan(0);
    expect(there.value).toBeGreaterThan(phi(0).value);
    const result = hagerZhang(phi, { step: 5.5 });
    expect(result.converged).toBe(true);
    expect(result.step).toBeLessThan(5);
  });
});

describe('hagerZhangSearch', () => {
  const rosenbrock: ValueAndGrad = (x, gradient) => {
    const [p, q] = [x[0] as number, x[1] as number];
    gradient[0] = -2 * (1 - p) - 400 * p * (q - p * p);
    gradient[1] = 200 * (q - p * p);
    return (1 - p) ** 2 + 100 * (q - p * p) ** 2;
  };

  it('is a line search for minimisers', () => {
    const result = lbfgs(rosenbrock, [-1.2, 1], { lineSearch: hagerZhangSearch(), gtol: 1e-8 });
    expect(result.status).toBe('gtol');
    expect(result.x[0]).toBeCloseTo(1, 8);
    expect(result.nfev).toBeLessThan(60);
  });
});
