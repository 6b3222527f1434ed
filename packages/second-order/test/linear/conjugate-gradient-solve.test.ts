import { describe, expect, it } from 'vitest';
import { conjugateGradientSolve } from '../../src/index.ts';
import { definite, largest, numbers, product } from '../dense/matrices.ts';

const times =
  (a: Float64Array) =>
  (v: Float64Array, out: Float64Array): void =>
    out.set(product(a, v));

describe('conjugateGradientSolve', () => {
  it('solves positive definite systems, with the residual it reports', () => {
    for (const n of [1, 2, 3, 5, 7, 17, 33]) {
      const a = definite(n, n);
      const expected = Float64Array.from({ length: n }, numbers(n + 1));
      const b = product(a, expected);
      const result = conjugateGradientSolve(times(a), b, { tolerance: 1e-12 });
      expect(result).toMatchObject({ status: 'tolerance', converged: true, direction: undefined });
      expect(largest(result.x.map((each, i) => each - (expected[i] as number)))).toBeLessThan(1e-8);
      const residual = product(a, result.x).map((each, i) => (b[i] as number) - each);
      expect(Math.abs(Math.hypot(...residual) - result.residualNorm)).toBeLessThan(1e-13 * Math.hypot(...b));
    }
  });

  it('needs as many products as there are different eigenvalues', () => {
    const eigenvalues = [1, 4, 9, 4, 1, 9, 9, 1];
    const b = eigenvalues.map((_, i) => 1 + i);
    const result = conjugateGradientSolve(
      (v, out) => out.set(v.map((each, i) => each * (eigenvalues[i] as number))),
      b,
    );
    expect(result).toMatchObject({ status: 'tolerance', nit: 3 });
    result.x.forEach((each, i) => {
      expect(each).toBeCloseTo((1 + i) / (eigenvalues[i] as number), 12);
    });
  });

  it('needs one product with the inverse as preconditioner, as a function or an operator', () => {
    const diagonal = Float64Array.from({ length: 50 }, (_, i) => 10 ** (i / 10));
    const A = (v: Float64Array, out: Float64Array): void => out.set(v.map((each, i) => each * (diagonal[i] as number)));
    const inverse = (v: Float64Array, out: Float64Array): void =>
      out.set(v.map((each, i) => each / (diagonal[i] as number)));
    const b = diagonal.map((_, i) => Math.cos(i));
    expect(conjugateGradientSolve(A, b).nit).toBeGreaterThan(20);
    expect(conjugateGradientSolve(A, b, { preconditioner: inverse })).toMatchObject({ status: 'tolerance', nit: 1 });
    const operator = {
      n: 50,
      apply(v: Float64Array, out = new Float64Array(50)): Float64Array {
        inverse(v, out);
        return out;
      },
    };
    expect(conjugateGradientSolve(A, b, { preconditioner: operator })).toMatchObject({ status: 'tolerance', nit: 1 });
  });

  it('begins where it is told to', () => {
    const a = definite(5, 3);
    const expected = Float64Array.of(1, -2, 3, -4, 5);
    const x0 = expected.slice();
    const result = conjugateGradientSolve(times(a), product(a, expected), { x0 });
    expect(result).toMatchObject({ status: 'tolerance', nit: 0 });
    expect(result.x).toEqual(expected);
    expect(result.x).not.toBe(x0);
  });

  it('has 0 as the solution for a right side of 0', () => {
    expect(conjugateGradientSolve(times(definite(3, 1)), [0, 0, 0])).toMatchObject({
      x: new Float64Array(3),
      nit: 0,
      converged: true,
    });
  });

  it('shows where a matrix curves downwards, or not at all', () => {
    const indefinite = (v: Float64Array, out: Float64Array): void =>
      out.set([3 * (v[0] as number), -2 * (v[1] as number)]);
    const result = conjugateGradientSolve(indefinite, [1, 1]);
    expect(result).toMatchObject({ status: 'negative-curvature', converged: false });
    const d = result.direction as Float64Array;
    expect(3 * (d[0] as number) ** 2 - 2 * (d[1] as number) ** 2).toBeLessThanOrEqual(0);
    const flat = conjugateGradientSolve((_v, out) => void out.fill(0), [1, 2]);
    expect(flat).toMatchObject({ status: 'negative-curvature', x: new Float64Array(2), nit: 1 });
  });

  it('stops at its limit, and at what is not finite', () => {
    const diagonal = [1, 10, 100, 1000];
    const A = (v: Float64Array, out: Float64Array): void => out.set(v.map((each, i) => each * (diagonal[i] as number)));
    expect(conjugateGradientSolve(A, [1, 1, 1, 1], { maxIter: 2 })).toMatchObject({ status: 'max-iter', nit: 2 });
    const result = conjugateGradientSolve((_v, out) => void out.fill(Number.NaN), [1, 1]);
    expect(result).toMatchObject({ status: 'non-finite', converged: false, x: new Float64Array(2) });
  });

  it('does not depend on the units of the right side', () => {
    const A = ([v, w]: Float64Array, out: Float64Array): void =>
      out.set([4 * (v as number) + (w as number), (v as number) + 3 * (w as number)]);
    for (const unit of [1e-300, 1e-200, 1, 1e200, 1e300]) {
      for (const x0 of [undefined, [0, 0], [unit, -unit]]) {
        const { x, status, residualNorm } = conjugateGradientSolve(A, [unit, 2 * unit], { x0 });
        expect([unit, status]).toEqual([unit, 'tolerance']);
        expect((x[0] as number) / unit).toBeCloseTo(1 / 11, 10);
        expect((x[1] as number) / unit).toBeCloseTo(7 / 11, 10);
        expect(residualNorm / unit).toBeLessThan(1e-9);
      }
    }
  });

  it('rejects what is no system', () => {
    const A = times(definite(2, 1));
    expect(() => conjugateGradientSolve(3 as never, [1, 2])).toThrow(
      /conjugateGradientSolve: A must be a function \(v, out\) or an operator \{ n, apply \}, got 3/,
    );
    expect(() => conjugateGradientSolve(A, [])).toThrow(/b must be a list of at least one number/);
    expect(() => conjugateGradientSolve(A, [1, Number.NaN])).toThrow(/b\[1\] must be a finite number, got NaN/);
    expect(() => conjugateGradientSolve(A, [1, 2], { x0: [1] })).toThrow(/x0 must have 2 numbers like b, got 1/);
    expect(() => conjugateGradientSolve({ n: 3, apply: (v) => v }, [1, 2])).toThrow(/A must have 2 rows like b, got 3/);
    expect(() => conjugateGradientSolve(A, [1, 2], { tolerance: -1 })).toThrow(
      /tolerance must be a number of at least 0/,
    );
    expect(() => conjugateGradientSolve(A, [1, 2], { maxiter: 2 } as object)).toThrow(
      /unknown option "maxiter". Did you mean "maxIter"/,
    );
  });
});
