import { describe, expect, it } from 'vitest';
import { lu } from '../../src/dense/lu.ts';

describe('lu', () => {
  it('solves systems that need exchanges of rows', () => {
    const solver = lu(3);
    // The first pivot is 0.
    expect(solver.factor(Float64Array.of(0, 2, 1, 1, 0, 0, 3, 0, -1), 3)).toBe(true);
    const b = Float64Array.of(7, 1, 0);
    solver.solve(b);
    // x₁ = 1, 2·x₂ + x₃ = 7, 3·x₁ − x₃ = 0
    expect([...b]).toEqual([1, 2, 3]);
    expect(solver.factor(Float64Array.of(4), 1)).toBe(true);
    const one = Float64Array.of(2);
    solver.solve(one);
    expect(one[0]).toBe(0.5);
  });

  it('leaves small residuals of larger systems', () => {
    const n = 20;
    const matrix = Float64Array.from({ length: n * n }, (_, i) => Math.sin(1 + i * i));
    const x = Float64Array.from({ length: n }, (_, i) => i - 7);
    const b = x.map((_, i) => x.reduce((sum, each, j) => sum + (matrix[i * n + j] as number) * each, 0));
    const solver = lu(n);
    expect(solver.factor(matrix, n)).toBe(true);
    solver.solve(b);
    b.forEach((each, i) => {
      expect(each).toBeCloseTo(x[i] as number, 9);
    });
  });

  it('says that a matrix is singular or not finite', () => {
    const solver = lu(2);
    expect(solver.factor(Float64Array.of(1, 2, 2, 4), 2)).toBe(false);
    expect(solver.factor(Float64Array.of(Number.NaN, 0, 0, 1), 2)).toBe(false);
    expect(solver.factor(Float64Array.of(0), 1)).toBe(false);
  });
});
