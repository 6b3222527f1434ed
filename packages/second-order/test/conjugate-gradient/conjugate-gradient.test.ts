import { ArgumentError } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { type Beta, conjugateGradient, type ValueAndGrad } from '../../src/index.ts';

const betas: readonly Beta[] = ['hager-zhang', 'polak-ribiere+', 'fletcher-reeves', 'hestenes-stiefel', 'dai-yuan'];

/** ½·Σ λᵢ·xᵢ² with eigenvalues from 1 to `condition`. */
const quadratic =
  (condition: number): ValueAndGrad =>
  (x, gradient) => {
    let value = 0;
    for (let i = 0; i < x.length; i++) {
      const eigenvalue = condition ** (i / (x.length - 1));
      gradient[i] = eigenvalue * (x[i] as number);
      value += 0.5 * eigenvalue * (x[i] as number) ** 2;
    }
    return value;
  };

const rosenbrock: ValueAndGrad = (x, gradient) => {
  const [p, q] = [x[0] as number, x[1] as number];
  const [a, b] = [1 - p, q - p * p];
  gradient[0] = -2 * a - 400 * p * b;
  gradient[1] = 200 * b;
  return a * a + 100 * b * b;
};

/** Σ (xᵢ − 1)² + s² + s⁴ with s = Σ i·(xᵢ − 1): problem 25 of Moré, Garbow and Hillstrom. */
const variablyDimensioned: ValueAndGrad = (x, gradient) => {
  let [s, value] = [0, 0];
  x.forEach((each, i) => {
    s += (i + 1) * (each - 1);
    value += (each - 1) ** 2;
  });
  x.forEach((each, i) => {
    gradient[i] = 2 * (each - 1) + (i + 1) * (2 * s + 4 * s ** 3);
  });
  return value + s ** 2 + s ** 4;
};

describe.each(betas)('conjugateGradient with %s', (beta) => {
  it('finds the minimum of the Rosenbrock function', () => {
    const result = conjugateGradient(rosenbrock, [-1.2, 1], { beta, gtol: 1e-8 });
    expect(result.status).toBe('gtol');
    expect(result.x[0]).toBeCloseTo(1, 7);
    expect(result.x[1]).toBeCloseTo(1, 7);
  });

  it('solves a quadratic of ten eigenvalues in few more than ten iterations', () => {
    const result = conjugateGradient(quadratic(100), new Float64Array(10).fill(1), { beta, gtol: 1e-7 });
    expect(result.status).toBe('gtol');
    expect(result.nit).toBeLessThan(beta === 'hager-zhang' || beta === 'polak-ribiere+' ? 20 : 60);
  });
});

describe('conjugateGradient', () => {
  it('solves a quadratic of condition 10⁶', () => {
    const result = conjugateGradient(quadratic(1e6), new Float64Array(100).fill(1), { gtol: 1e-5 });
    expect(result.status).toBe('gtol');
    expect(result.nfev).toBeLessThan(12_000);
  });

  it('solves the variably dimensioned function of 10 and of 50 variables', () => {
    for (const n of [10, 50]) {
      const x0 = Float64Array.from({ length: n }, (_, i) => 1 - (i + 1) / n);
      const result = conjugateGradient(variablyDimensioned, x0);
      expect([n, result.status]).toEqual([n, 'gtol']);
      expect(result.fun).toBeLessThan(1e-9);
    }
  });

  it('begins anew after as many steps as it is told', () => {
    const options = { maxIter: 12, gtol: 0 };
    const x0 = new Float64Array(50).fill(1);
    expect(conjugateGradient(quadratic(1e4), x0, options).nrestart).toBe(0);
    expect(conjugateGradient(quadratic(1e4), x0, { ...options, restart: 4 }).nrestart).toBe(2);
  });

  it('with restart 1 is the method of steepest descent', () => {
    const directions: number[][] = [];
    let last: { readonly x: Float64Array; readonly grad: Float64Array } | undefined;
    conjugateGradient(rosenbrock, [-1.2, 1], {
      restart: 1,
      maxIter: 5,
      callback({ x, grad }) {
        if (last !== undefined) {
          const step = [...x].map((each, i) => each - (last?.x[i] as number));
          directions.push(step.map((each, i) => each / (last?.grad[i] as number)));
        }
        last = { x: x.slice(), grad: grad.slice() };
      },
    });
    expect(directions.length).toBe(5);
    for (const [a, b] of directions) expect(a).toBeCloseTo(b as number, 8);
  });

  it('explains a rule that there is not, and a restart that is no number of steps', () => {
    const call = (options: object) => () => conjugateGradient(rosenbrock, [-1.2, 1], options);
    expect(call({ beta: 'fletcher' })).toThrow(/beta must be one of "hager-zhang", .*got "fletcher"/);
    for (const restart of [0, Number.NaN, -1, 'n']) expect(call({ restart })).toThrow(ArgumentError);
  });
});
