import { describe, expect, it } from 'vitest';
import numpy from '../golden/minimizers.json' with { type: 'json' };
import shown from '../golden/shown-minimizers.json' with { type: 'json' };
import { type Problem, problems } from './index.ts';
import { minimalStandard } from './random.ts';

const norm = (v: ArrayLike<number>): number => Math.hypot(...Array.from(v));

function gradientOf({ n, valueAndGrad }: Problem, x: ArrayLike<number>): Float64Array {
  const gradient = new Float64Array(n).fill(Number.NaN);
  valueAndGrad(Float64Array.from(x), gradient);
  return gradient;
}

/** The start and two points around it, inside of the bounds. */
function pointsOf({ n, x0, bounds }: Problem): Float64Array[] {
  const random = minimalStandard(n + 1);
  return [0, 0.05, 0.1].map((radius) =>
    Float64Array.from(x0, (each, i) => {
      const moved = each + radius * (2 * random() - 1) * Math.max(0.2, Math.min(1, Math.abs(each)));
      const [lower, upper] = bounds?.[i] ?? [null, null];
      return Math.min(upper ?? Infinity, Math.max(lower ?? -Infinity, moved));
    }),
  );
}

/** Difference of fourth order of f at x along v. */
function slopeByDifferences({ valueAndGrad, n }: Problem, x: Float64Array, v: ArrayLike<number>, h: number): number {
  const unused = new Float64Array(n);
  const at = (multiple: number): number =>
    valueAndGrad(
      x.map((each, i) => each + multiple * h * v[i]),
      unused,
    );
  return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h);
}

describe('test problems', () => {
  it('are at least 85, of different names', () => {
    expect(problems.length).toBeGreaterThanOrEqual(85);
    expect(new Set(problems.map(({ id }) => id)).size).toBe(problems.length);
    for (const { id, n, x0 } of problems) expect([x0.length, id.split('/')[1]]).toEqual([n, String(n)]);
  });

  it.each(problems.map((problem) => [problem.id, problem] as const))(
    '%s: gradient, products and residuals are right',
    (_, problem) => {
      const { n, leastSquares } = problem;
      const random = minimalStandard(7);
      for (const x of pointsOf(problem)) {
        const gradient = gradientOf(problem, x);
        const v = Float64Array.from({ length: n }, () => 2 * random() - 1);
        const value = problem.valueAndGrad(x, new Float64Array(n));
        // Along a random direction; each variable moves by a share of its size.
        const direction = v.map((each, i) => each * Math.max(0.01, Math.abs(x[i])));
        const slope = gradient.reduce((sum, each, i) => sum + each * direction[i], 0);
        const scale = norm(gradient.map((each, i) => each * direction[i])) + 1e-6 * Math.abs(value) + 1e-12;
        expect(Math.abs(slopeByDifferences(problem, x, direction, 2 ** -13) - slope) / scale).toBeLessThan(1e-5);

        // The product along v, against a plain central difference of the gradient.
        const product = new Float64Array(n);
        problem.hessp(x, direction, product);
        const h = 2 ** -16;
        const [up, down] = [1, -1].map((sign) =>
          gradientOf(
            problem,
            x.map((each, i) => each + sign * h * direction[i]),
          ),
        );
        const expected = up.map((each, i) => (each - down[i]) / (2 * h));
        const error = norm(product.map((each, i) => each - expected[i]));
        expect(error / (norm(expected) + 1e-3 * norm(gradient) + 1e-9)).toBeLessThan(1e-5);

        if (leastSquares !== undefined) {
          const r = new Float64Array(leastSquares.m);
          const jacobian = new Float64Array(leastSquares.m * n).fill(Number.NaN);
          leastSquares.residuals(x, r);
          leastSquares.jacobian(x, jacobian);
          const sum = r.reduce((total, each) => total + each * each, 0);
          expect(sum).toBeCloseTo(value, 10);
          const fromRows = gradient.map((_, j) =>
            r.reduce((total, each, i) => total + 2 * each * jacobian[i * n + j], 0),
          );
          expect(norm(fromRows.map((each, j) => each - gradient[j])) / (norm(gradient) + 1e-12)).toBeLessThan(1e-9);
        }
      }
    },
  );

  it.each(shown.problems.map((golden) => [golden.id, golden] as const))(
    '%s: value, gradient and Hessian at the start are those of others',
    (id, golden) => {
      const problem = problems.find((each) => each.id === id)!;
      const gradient = gradientOf(problem, problem.x0);
      expect(problem.valueAndGrad(Float64Array.from(problem.x0), gradient) / golden.fun).toBeCloseTo(1, 13);
      expect(gradient.reduce((most, each) => Math.max(most, Math.abs(each)), 0) / golden.gradNorm).toBeCloseTo(1, 12);
      for (const [i, each] of (golden.gradient ?? []).entries()) {
        expect(Math.abs(gradient[i] - each) / golden.gradNorm).toBeLessThan(1e-12);
      }
      const expected = golden.hessian?.flat() ?? [];
      const hessian = new Float64Array(problem.n ** 2);
      if (expected.length > 0) problem.hess(Float64Array.from(problem.x0), hessian);
      const largest = Math.max(...expected.map(Math.abs));
      for (const [k, each] of expected.entries()) expect(Math.abs(hessian[k] - each) / largest).toBeLessThan(1e-9);
    },
  );

  it('are those that are stated again in NumPy, with derivatives by complex steps', () => {
    expect(numpy.problems.map(({ id }) => id).sort()).toEqual(problems.map(({ id }) => id).sort());
    for (const { id, fun, gradNorm } of numpy.problems) {
      const problem = problems.find((each) => each.id === id)!;
      const gradient = new Float64Array(problem.n);
      const value = problem.valueAndGrad(Float64Array.from(problem.x0), gradient);
      const largest = gradient.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
      const error = Math.max(
        Math.abs(value - fun) / Math.max(1e-3, Math.abs(fun)),
        Math.abs(largest - gradNorm) / Math.max(1e-6, gradNorm),
      );
      expect({ id, error: error < 1e-11 }).toEqual({ id, error: true });
    }
  });
});
