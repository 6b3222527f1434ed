import { ArgumentError } from '@gradkit/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  backtrackingSearch,
  hagerZhangSearch,
  type LbfgsOptions,
  lbfgs,
  moreThuenteSearch,
  type ValueAndGrad,
} from '../../src/index.ts';
import type { LineSearch } from '../../src/line-search/line-search.ts';
import golden from '../golden/shown-minimizers.json';
import { problems } from '../problems/index.ts';

const rosenbrock: ValueAndGrad = (x, gradient) => {
  const [p, q] = [x[0] as number, x[1] as number];
  const [a, b] = [1 - p, q - p * p];
  gradient[0] = -2 * a - 400 * p * b;
  gradient[1] = 200 * b;
  return a * a + 100 * b * b;
};

const problem = (id: string) => {
  const found = problems.find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no problem ${id}.`);
  return found;
};

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('lbfgs', () => {
  it('makes the same steps with promises', async () => {
    const result = lbfgs(rosenbrock, [-1.2, 1], { gtol: 1e-8 });
    expect(result.status).toBe('gtol');
    expect(result.x[0]).toBeCloseTo(1, 8);
    expect(result.x[1]).toBeCloseTo(1, 8);
    const waited = await lbfgs(async (x, gradient) => rosenbrock(x, gradient), [-1.2, 1], { gtol: 1e-8 });
    expect(waited).toEqual({ ...result, inverseHessian: expect.anything() });
  });

  it('needs as many evaluations as L-BFGS-B with its memory and the strong conditions of Wolfe', () => {
    // Elsewhere the two part by rounding, after some dozens of steps.
    const same = [
      'mgh01_rosenbrock/2',
      'mgh05_beale/2',
      'mgh07_helical_valley/3',
      'mgh08_bard/3',
      'mgh13_powell_singular/4',
      'mgh15_kowalik_osborne/4',
      'mgh21_extended_rosenbrock/10',
      'mgh22_extended_powell/12',
      'mgh23_penalty1/4',
      'mgh25_variably_dimensioned/10',
      'mgh27_brown_almost_linear/10',
      'mgh30_broyden_tridiagonal/10',
      'mgh32_linear_full_rank/10',
      'mgh35_chebyquad/8',
      'himmelblau/2',
      'booth/2',
      'matyas/2',
    ];
    for (const id of same) {
      const { valueAndGrad, x0 } = problem(id);
      const theirs = golden.scipy.find((each) => each.id === id);
      const ours = lbfgs(valueAndGrad, x0, { gtol: 1e-5, memory: 10, lineSearch: moreThuenteSearch() });
      expect([id, ours.nfev]).toEqual([id, theirs?.['L-BFGS-B@1e-5'].first?.nfev]);
    }
  });

  it('converges where rounding hides by how much the value falls', () => {
    // L-BFGS-B and liblbfgs end abnormally there: values of 10⁵ with gradients of 10⁻⁸, or sums that cancel to 0.
    for (const id of [
      'mgh16_brown_dennis/4',
      'mgh19_osborne2/11',
      'arwhead/1000',
      'edensch/36',
      'edensch/1000',
      'cosine/100',
    ]) {
      const { valueAndGrad, x0 } = problem(id);
      expect([id, lbfgs(valueAndGrad, x0, { gtol: 1e-8 }).status]).toEqual([id, 'gtol']);
    }
  });

  it('ends soon where rounding allows no smaller gradient', () => {
    const { valueAndGrad, x0 } = problem('mgh16_brown_dennis/4');
    const result = lbfgs(valueAndGrad, x0, { gtol: 1e-14 });
    expect(result).toMatchObject({ status: 'line-search-failed', converged: false });
    expect(result.gradNorm).toBeLessThan(1e-6);
    expect(result.nfev).toBeLessThan(400);
  });

  it('needs fewer evaluations the more it remembers', () => {
    const { valueAndGrad, x0 } = problem('logistic_1e-6/20');
    const [few, many] = [3, 30].map((memory) => lbfgs(valueAndGrad, x0, { gtol: 1e-7, memory }));
    expect(few?.status).toBe('gtol');
    expect(many?.nfev).toBeLessThan((few?.nfev as number) / 2);
  });

  it('remembers 30 pairs of up to 1,000 variables and 10 of more', () => {
    for (const [n, usual] of [
      [1000, 30],
      [1001, 10],
    ] as const) {
      const bowl: ValueAndGrad = (x, gradient) => {
        let value = 0;
        for (let i = 0; i < n; i++) {
          const c = 1 + i;
          gradient[i] = c * (x[i] as number);
          value += 0.5 * c * (x[i] as number) ** 2;
        }
        return value;
      };
      const run = (options: LbfgsOptions) => lbfgs(bowl, new Float64Array(n).fill(1), { maxIter: 40, ...options }).fun;
      expect(run({})).toBe(run({ memory: usual }));
      expect(run({})).not.toBe(run({ memory: usual - 1 }));
    }
  });

  it('takes any line search', () => {
    for (const lineSearch of [hagerZhangSearch(), backtrackingSearch(), moreThuenteSearch({ c1: 1e-4, c2: 0.1 })]) {
      const result = lbfgs(rosenbrock, [-1.2, 1], { lineSearch, gtol: 1e-8 });
      expect(result.status).toBe('gtol');
      expect(result.fun).toBeLessThan(1e-15);
    }
  });

  it('takes a first step of length 1, or that of the scale it is given', () => {
    const sphere: ValueAndGrad = (x, gradient) => {
      x.forEach((each, i) => {
        gradient[i] = 50 * each;
      });
      return 25 * x.reduce((sum, each) => sum + each * each, 0);
    };
    const seen: number[] = [];
    const counted: ValueAndGrad = (x, gradient) => {
      seen.push(Math.hypot((x[0] as number) - 30, (x[1] as number) - 40));
      return sphere(x, gradient);
    };
    lbfgs(counted, [30, 40]);
    expect(seen[1]).toBeCloseTo(1, 13);
    // The inverse of its Hessian: one step.
    const exact = lbfgs(sphere, [30, 40], { initialInverseHessianScale: 1 / 50 });
    expect(exact).toMatchObject({ nit: 1, nfev: 2, status: 'gtol' });
  });

  it('knows the inverse Hessian of a quadratic at the end', () => {
    const bowl: ValueAndGrad = (x, gradient) => {
      const [p, q] = [x[0] as number, x[1] as number];
      gradient[0] = 4 * p + q;
      gradient[1] = p + 3 * q;
      return 2 * p * p + p * q + 1.5 * q * q;
    };
    const inverse = lbfgs(bowl, [3, -5], { gtol: 1e-12 }).inverseHessian;
    const [a, b] = inverse?.apply(Float64Array.of(11, 0)) ?? [];
    expect(a).toBeCloseTo(3, 3);
    expect(b).toBeCloseTo(-1, 3);
  });

  it('forgets what it knows when a search fails, and tries once more', () => {
    const usual = moreThuenteSearch();
    let searches = 0;
    const failing = (from: number, to: number): LineSearch =>
      function* (start, point, best) {
        searches++;
        return searches >= from && searches <= to ? 'failed' : yield* usual(start, point, best);
      };
    const once = lbfgs(rosenbrock, [-1.2, 1], { lineSearch: failing(5, 5) });
    expect(once).toMatchObject({ status: 'gtol', nrestart: 1 });
    searches = 0;
    const twice = lbfgs(rosenbrock, [-1.2, 1], { lineSearch: failing(5, 6) });
    expect(twice).toMatchObject({ status: 'line-search-failed', nrestart: 1, nit: 4, converged: false });
  });

  it('makes no vector after the start', () => {
    let made = 0;
    const Plain = Float64Array;
    vi.stubGlobal(
      'Float64Array',
      new Proxy(Plain, {
        construct(target, args) {
          made++;
          return Reflect.construct(target, args) as object;
        },
      }),
    );
    const madeBy = (maxIter: number): number => {
      const before = made;
      expect(lbfgs(rosenbrock, [-1.2, 1], { maxIter }).nit).toBe(maxIter);
      return made - before;
    };
    expect(madeBy(30)).toBe(madeBy(2));
    expect(made).toBeGreaterThan(0);
  });

  it('refuses options that make no sense', () => {
    const refused: readonly [object, string][] = [
      [{ memory: 0 }, 'memory must be an integer of at least 1, got 0.'],
      [{ memory: 2.5 }, 'memory must be an integer of at least 1, got 2.5.'],
      [
        { lineSearch: 'hager-zhang' },
        'lineSearch must be a line search such as hagerZhangSearch(), got "hager-zhang".',
      ],
      [{ initialInverseHessianScale: 0 }, 'initialInverseHessianScale must be above 0, got 0.'],
      [{ initialInverseHessianScale: Infinity }, 'initialInverseHessianScale must be above 0, got Infinity.'],
      [{ memroy: 3 }, 'unknown option "memroy". Did you mean "memory"?'],
    ];
    for (const [options, message] of refused) {
      const call = () => lbfgs(rosenbrock, [1, 2], options);
      expect(call).toThrow(ArgumentError);
      expect(call).toThrow(`lbfgs: ${message}`);
    }
  });
});
