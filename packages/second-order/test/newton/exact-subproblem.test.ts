import { describe, expect, it } from 'vitest';
import { symmetricEigen } from '../../src/dense/symmetric-eigen.ts';
import { exactSubproblem } from '../../src/newton/exact-subproblem.ts';
import { definite, largest, numbers, product, symmetric } from '../dense/matrices.ts';

const norm = (x: Float64Array): number => Math.hypot(...x);
const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, each, i) => sum + each * (b[i] as number), 0);
const diagonal = (...values: number[]): Float64Array =>
  symmetric(values.length, (i, j) => (i === j ? (values[i] as number) : 0));

/** Solves, and checks the conditions that hold at a global minimum within the ball and nowhere else. */
function solved(h: Float64Array, g: Float64Array, radius: number): { p: Float64Array; lambda: number } {
  const n = g.length;
  const subproblem = exactSubproblem(n);
  expect(subproblem.set(h, g)).toBe(true);
  const p = new Float64Array(n);
  subproblem.solve(radius, p);
  const { lambda, predicted } = subproblem;
  const hp = product(h, p);
  const scale = largest(h) * norm(p) * n + largest(g);
  expect(largest(hp.map((each, i) => each + lambda * (p[i] as number) + (g[i] as number)))).toBeLessThanOrEqual(
    1e-12 * (scale + lambda * norm(p)),
  );
  const eigen = symmetricEigen(n);
  eigen.decompose(h);
  const lowest = Math.min(...eigen.values);
  expect(lowest + lambda).toBeGreaterThanOrEqual(-1e-14 * n * largest(h));
  expect(lambda).toBeGreaterThanOrEqual(0);
  if (lambda === 0) expect(norm(p)).toBeLessThanOrEqual(radius);
  else expect(Math.abs(norm(p) / radius - 1)).toBeLessThanOrEqual(1.1e-6);
  const fall = -dot(g, p) - 0.5 * dot(p, hp);
  expect(Math.abs(predicted - fall)).toBeLessThanOrEqual(1e-9 * Math.abs(fall));
  return { p, lambda };
}

describe('exactSubproblem', () => {
  it('finds the global minimum within balls of every size, for definite and indefinite Hessians', () => {
    for (const n of [1, 2, 3, 5, 7, 17, 33]) {
      for (const seed of [1, 2, 3]) {
        const g = Float64Array.from({ length: n }, numbers(seed + 100));
        for (const h of [definite(n, seed), symmetric(n, numbers(seed)), definite(n, seed).map((each) => -each)]) {
          for (const radius of [1e-6, 0.01, 1, 100, 1e6]) solved(h, g, radius);
        }
      }
    }
  });

  it('takes the step of Newton if that lies within the ball', () => {
    const { p, lambda } = solved(diagonal(2, 4), Float64Array.of(-2, 8), 3);
    expect(lambda).toBe(0);
    expect([...p]).toEqual([expect.closeTo(1, 14), expect.closeTo(-2, 14)]);
  });

  it('goes against the gradient where the Hessian is 0', () => {
    const { p, lambda } = solved(new Float64Array(4), Float64Array.of(3, 4), 10);
    expect(p[0]).toBeCloseTo(-6, 5);
    expect(p[1]).toBeCloseTo(-8, 5);
    expect(lambda).toBeCloseTo(0.5, 6);
  });

  it('adds the eigenvector in the hard case', () => {
    // g has no part along e₁, whose eigenvalue −2 is the smallest: λ = 2, p₂ = −1/(1 + 2), p₃ = −1/(3 + 2).
    const { p, lambda } = solved(diagonal(-2, 1, 3), Float64Array.of(0, 1, 1), 5);
    expect(lambda).toBeCloseTo(2, 13);
    expect(p[1]).toBeCloseTo(-1 / 3, 12);
    expect(p[2]).toBeCloseTo(-1 / 5, 12);
    expect(Math.abs(p[0] as number)).toBeCloseTo(Math.sqrt(25 - 1 / 9 - 1 / 25), 12);
    // Turned to other axes, with an eigenvalue that is repeated.
    const v = Float64Array.of(1, 2, -2, 4, 1);
    const squares = dot(v, v);
    const h = symmetric(5, (i, j) => (i === j ? -1 : 0) + (3 * (v[i] as number) * (v[j] as number)) / squares);
    solved(h, v, 10);
  });

  it('goes along the eigenvector where there is no gradient at all', () => {
    const { p } = solved(diagonal(4, -1), new Float64Array(2), 2);
    expect(p[0]).toBeCloseTo(0, 12);
    expect(Math.abs(p[1] as number)).toBeCloseTo(2, 12);
  });

  it('solves what is nearly the hard case', () => {
    for (const tiny of [1e-3, 1e-8, 1e-12, 1e-16, 1e-30]) solved(diagonal(-2, 1, 3), Float64Array.of(tiny, 1, 1), 5);
  });

  it('stays on the singular side of singular', () => {
    const { p } = solved(diagonal(0, 1), Float64Array.of(0, 1), 5);
    expect(p[1]).toBeCloseTo(-1, 12);
    solved(diagonal(0, 1), Float64Array.of(1, 1), 5);
  });

  it('keeps what is small in a Hessian of variables with different units', () => {
    const h = diagonal(1e13, 1, 1e-4);
    const { p } = solved(h, Float64Array.of(1e6, 1, -1e-2), 1e3);
    expect([...p]).toEqual([expect.closeTo(-1e-7, 20), expect.closeTo(-1, 12), expect.closeTo(100, 10)]);
  });

  it('does not solve with what is not finite', () => {
    const subproblem = exactSubproblem(2);
    expect(subproblem.set(Float64Array.of(1, 0, 0, Number.NaN), Float64Array.of(1, 1))).toBe(false);
    expect(subproblem.set(Float64Array.of(1, 0, 0, 1), Float64Array.of(1, Infinity))).toBe(false);
  });

  it('knows the smallest eigenvalue, relative to the largest', () => {
    const subproblem = exactSubproblem(2);
    subproblem.set(diagonal(4, -1), new Float64Array(2));
    expect(subproblem.lowest()).toBeCloseTo(-0.25, 14);
    subproblem.set(new Float64Array(4), new Float64Array(2));
    expect(subproblem.lowest()).toBe(0);
  });
});
