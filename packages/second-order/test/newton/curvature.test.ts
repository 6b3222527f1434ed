import { describe, expect, it } from 'vitest';
import { curvatureOf } from '../../src/newton/curvature.ts';
import type { Request, Run } from '../../src/problem/run.ts';
import { largest, product, symmetric } from '../dense/matrices.ts';
import { beale, rosenbrock } from './functions.ts';

/** A run at a point, and what answers its requests. */
function at(
  x: readonly number[],
  f: typeof rosenbrock,
  given: { readonly hess?: boolean; readonly hessp?: boolean } = {},
) {
  const n = x.length;
  const here = Float64Array.from(x);
  const gradient = new Float64Array(n);
  const fun = f.valueAndGrad(here, gradient);
  const empty = new Float64Array(n);
  const request: Request = { kind: 'evaluate', x: here, value: 0, gradient: empty, v: empty, out: empty };
  const run: Run = {
    n,
    x: here,
    fun,
    gradient,
    previous: here,
    gradNorm: 0,
    noise: 2 ** -52,
    nit: 0,
    nskip: 0,
    nrestart: 0,
    step: 0,
    isStationary: false,
    hasHessian: given.hess === true,
    hasProduct: given.hessp === true,
    request,
  };
  const kinds: string[] = [];
  const answer = (steps: Generator<Request, void, void>): void => {
    for (const { kind, x, v, out, gradient } of steps) {
      kinds.push(kind);
      if (kind === 'gradient') f.valueAndGrad(x, gradient);
      else if (kind === 'hessian') f.hess(x, out);
      else if (kind === 'hessianProduct') f.hessp(x, v, out);
    }
  };
  const exact = new Float64Array(n * n);
  f.hess(here, exact);
  return { run, answer, kinds, exact, curvature: curvatureOf(run) };
}

describe('curvatureOf', () => {
  it('takes what the objective has', () => {
    for (const given of [{ hess: true }, { hessp: true }, { hess: true, hessp: true }]) {
      const { answer, kinds, exact, curvature } = at([0.3, -2], beale, given);
      const [h, v, out] = [new Float64Array(4), Float64Array.of(2, -3), new Float64Array(2)];
      answer(curvature.hessian(h));
      answer(curvature.product(v, out));
      expect(largest(h.map((each, i) => each - (exact[i] as number)))).toBeLessThan(1e-12 * largest(exact));
      const expected = product(exact, v);
      expect(largest(out.map((each, i) => each - (expected[i] as number)))).toBeLessThan(1e-12 * largest(expected));
      if (given.hess) expect(kinds[0]).toBe('hessian');
      else expect(kinds).toEqual(['hessianProduct', 'hessianProduct', 'hessianProduct']);
    }
  });

  it('evaluates a Hessian once for all products at a point', () => {
    const { run, answer, kinds, curvature } = at([0.3, -2], beale, { hess: true });
    const out = new Float64Array(2);
    for (const v of [Float64Array.of(1, 0), Float64Array.of(0, 1)]) answer(curvature.product(v, out));
    expect(kinds).toEqual(['hessian']);
    run.nit = 1;
    answer(curvature.product(Float64Array.of(1, 1), out));
    expect(kinds).toEqual(['hessian', 'hessian']);
  });

  it('takes differences of gradients that are right to half of the digits, whatever the length of v', () => {
    for (const point of [
      [-1.2, 1],
      [300, -50],
      [0, 0],
    ]) {
      const { answer, kinds, exact, curvature } = at(point, rosenbrock);
      const h = new Float64Array(4);
      answer(curvature.hessian(h));
      expect(largest(h.map((each, i) => each - (exact[i] as number)))).toBeLessThan(1e-5 * largest(exact));
      expect(h[1]).toBe(h[2]);
      for (const length of [1e-9, 1, 1e9]) {
        const v = Float64Array.of(0.6 * length, -0.8 * length);
        const out = new Float64Array(2);
        answer(curvature.product(v, out));
        const expected = product(exact, v);
        expect(largest(out.map((each, i) => each - (expected[i] as number)))).toBeLessThan(1e-5 * largest(expected));
      }
      expect(new Set(kinds)).toEqual(new Set(['gradient']));
    }
  });

  it('knows the product with 0', () => {
    const { answer, kinds, curvature } = at([1, 2], rosenbrock);
    const out = Float64Array.of(7, 7);
    answer(curvature.product(new Float64Array(2), out));
    expect(out).toEqual(new Float64Array(2));
    expect(kinds).toEqual([]);
  });

  it('looks backwards where there is no gradient ahead', () => {
    const half: typeof rosenbrock = {
      ...rosenbrock,
      valueAndGrad(x, gradient) {
        const value = rosenbrock.valueAndGrad(x, gradient);
        if ((x[0] as number) > 1.5) gradient.fill(Number.NaN);
        return value;
      },
    };
    const { answer, kinds, exact, curvature } = at([1.5, 2], half);
    const out = new Float64Array(2);
    answer(curvature.product(Float64Array.of(1, 0), out));
    expect(kinds).toHaveLength(2);
    expect(out[0]).toBeCloseTo(exact[0] as number, 3);
  });

  it('makes a Hessian of the user symmetric', () => {
    const skewed = { ...rosenbrock, hess: (_x: Float64Array, out: Float64Array) => out.set([1, 2, 4, 5]) };
    const { answer, curvature } = at([1, 2], skewed, { hess: true });
    const h = new Float64Array(4);
    answer(curvature.hessian(h));
    expect(h).toEqual(symmetric(2, (i, j) => [1, 3, 3, 5][2 * i + j] as number));
  });
});
