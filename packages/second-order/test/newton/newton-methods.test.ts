import { describe, expect, it } from 'vitest';
import { newton, newtonCG, trustExact, trustNcg } from '../../src/index.ts';
import { badlyScaled, beale, biggs, complete, rosenbrock, saddle, singular } from './functions.ts';

const methods: Readonly<Record<string, typeof newtonCG>> = { newton, newtonCG, trustNcg, trustExact };

/** ½·xᵀ·A·x − bᵀ·x of a diagonal A. */
const quadratic = (diagonal: readonly number[]) =>
  complete(
    diagonal.map((_, i) => 5 + i),
    (x, gradient) => {
      gradient.set(x.map((each, i) => (diagonal[i] as number) * each - 1));
      return x.reduce((sum, each, i) => sum + 0.5 * (diagonal[i] as number) * each * each - each, 0);
    },
    (_x, out) => {
      out.fill(0);
      diagonal.forEach((each, i) => {
        out[i * diagonal.length + i] = each;
      });
    },
  );

describe.each(Object.entries(methods))('%s', (name, minimize) => {
  const isDense = name === 'newton' || name === 'trustExact';

  it('finds the minimum alike with Hessians, with products, and with neither', () => {
    const { x0, valueAndGrad, hess, hessp } = rosenbrock;
    for (const objective of [{ valueAndGrad, hess }, { valueAndGrad, hessp }, valueAndGrad]) {
      const result = minimize(objective, x0, { gtol: 1e-8 });
      expect(result.status).toBe('gtol');
      expect(result.x[0]).toBeCloseTo(1, 7);
      expect(result.x[1]).toBeCloseTo(1, 7);
      expect(result.nit).toBeLessThan(45);
    }
  });

  it('counts at the functions of the user', () => {
    const { x0, valueAndGrad } = rosenbrock;
    const calls = { fun: 0, grad: 0, hess: 0, hessp: 0 };
    const objective = {
      valueAndGrad(x: Float64Array, gradient: Float64Array): number {
        calls.fun++;
        calls.grad++;
        return valueAndGrad(x, gradient);
      },
    };
    const seen = (result: { nfev: number; ngev: number; nhev: number }): void => {
      expect([result.nfev, result.ngev, result.nhev]).toEqual([calls.fun, calls.grad, calls.hess + calls.hessp]);
      Object.assign(calls, { fun: 0, grad: 0, hess: 0, hessp: 0 });
    };
    const hess = (x: Float64Array, out: Float64Array): void => {
      calls.hess++;
      rosenbrock.hess(x, out);
    };
    const hessp = (x: Float64Array, v: Float64Array, out: Float64Array): void => {
      calls.hessp++;
      rosenbrock.hessp(x, v, out);
    };
    const result = minimize({ ...objective, hess }, x0);
    // One Hessian for each point.
    expect(result.nhev).toBe(result.nit + 1);
    seen(result);
    seen(minimize({ ...objective, hessp }, x0));
    seen(minimize(objective, x0));
    // Differences ask for the gradient alone where it can be had.
    const parts = {
      fun(x: Float64Array): number {
        calls.fun++;
        return valueAndGrad(x, new Float64Array(2));
      },
      grad(x: Float64Array, gradient: Float64Array): void {
        calls.grad++;
        valueAndGrad(x, gradient);
      },
    };
    const apart = minimize(parts, x0);
    expect(apart.ngev).toBeGreaterThan(1.5 * apart.nfev);
    seen(apart);
  });

  it('prefers the Hessian that suits it', () => {
    const calls: string[] = [];
    minimize(
      {
        valueAndGrad: rosenbrock.valueAndGrad,
        hess(x, out) {
          calls.push('hess');
          rosenbrock.hess(x, out);
        },
        hessp(x, v, out) {
          calls.push('hessp');
          rosenbrock.hessp(x, v, out);
        },
      },
      rosenbrock.x0,
    );
    expect(new Set(calls)).toEqual(new Set([isDense ? 'hess' : 'hessp']));
  });

  it('waits for promises, of second derivatives too', async () => {
    const { x0, valueAndGrad, hess, hessp } = rosenbrock;
    const direct = minimize({ valueAndGrad, hess }, x0);
    const later = async (x: Float64Array, gradient: Float64Array): Promise<number> => valueAndGrad(x, gradient);
    expect(
      await minimize({ valueAndGrad: later, hess: async (x: Float64Array, out: Float64Array) => hess(x, out) }, x0),
    ).toEqual(direct);
    const product = minimize({ valueAndGrad, hessp }, x0);
    const hesspLater = async (x: Float64Array, v: Float64Array, out: Float64Array): Promise<void> => hessp(x, v, out);
    expect(await minimize({ valueAndGrad: later, hessp: hesspLater }, x0)).toEqual(product);
    expect(await minimize(later, x0)).toEqual(minimize(valueAndGrad, x0));
  });

  it('solves a quadratic in a few steps, and with one that ends at the minimum', () => {
    const { x0, ...objective } = quadratic([1, 2, 3, 4, 5]);
    const result = minimize(objective, x0, { gtol: 1e-9 });
    expect(result.status).toBe('gtol');
    result.x.forEach((each, i) => {
      expect(each).toBeCloseTo(1 / (i + 1), 9);
    });
    if (name === 'newton') expect(result).toMatchObject({ nit: 1, nfev: 2, nhev: 2 });
    else expect(result.nit).toBeLessThan(12);
  });

  it('solves a quadratic of condition 1e6', () => {
    const { x0, ...objective } = quadratic(Array.from({ length: 30 }, (_, i) => 10 ** ((6 * i) / 29)));
    const result = minimize(objective, x0, { gtol: 1e-7 });
    expect(result.status).toBe('gtol');
    expect(result.nfev).toBeLessThan(40);
  });

  it('goes down from where the Hessian is indefinite', () => {
    const { x0, ...objective } = beale;
    const result = minimize(objective, x0, { gtol: 1e-9 });
    expect(result.status).toBe('gtol');
    expect(result.x[0]).toBeCloseTo(3, 8);
    expect(result.x[1]).toBeCloseTo(0.5, 8);
    expect(result.nfev).toBeLessThan(25);
  });

  it('reaches a minimum where the Hessian is singular', () => {
    const { x0, ...objective } = singular;
    const result = minimize(objective, x0);
    expect(result.status).toBe('gtol');
    expect(result.fun).toBeLessThan(1e-6);
    expect(result.nfev).toBeLessThan(40);
  });

  it('does not take a thousand evaluations for a minimum that is a million away', () => {
    const { x0, ...objective } = badlyScaled;
    const result = minimize(objective, x0);
    expect(result.status).toBe('gtol');
    expect(result.x[0]).toBeCloseTo(1e6, 5);
    expect(result.nfev).toBeLessThan(60);
  });

  it('leaves a saddle that lies on its way, and one that it begins at', () => {
    const { x0, valueAndGrad, hess, hessp } = saddle;
    for (const objective of [{ valueAndGrad, hess }, { valueAndGrad, hessp }, valueAndGrad]) {
      // The gradient never has a part along x₁: only curvature shows that it is no minimum.
      const result = minimize(objective, x0, { gtol: 1e-8 });
      expect(result.status).toBe('gtol');
      expect(result.fun).toBeCloseTo(-1, 10);
    }
    expect(minimize({ valueAndGrad, hess }, [0, 0]).fun).toBeCloseTo(-1, 8);
    expect(minimize({ valueAndGrad, hessp }, [0, 0]).fun).toBeCloseTo(-1, 8);
    // Without second derivatives, a start whose gradient is 0 takes one evaluation.
    expect(minimize(valueAndGrad, [0, 0])).toMatchObject({ status: 'gtol', nit: 0, nfev: 1, fun: 0 });
  });

  it('leaves the saddle of Biggs’s function, where methods of first order end', () => {
    const result = minimize(biggs, biggs.x0, { gtol: 1e-7 });
    expect(result.status).toBe('gtol');
    expect(result.fun).toBeLessThan(1e-9);
  });

  it('has found a stationary point when a limit ends the look for a saddle there', () => {
    const { valueAndGrad } = saddle;
    const full = minimize(valueAndGrad, [0, 0.8], { trace: true });
    const entry = full.trace?.find(({ gradNorm }) => gradNorm <= 1e-5);
    const result = minimize(valueAndGrad, [0, 0.8], { maxFev: entry?.nfev });
    expect(result).toMatchObject({ status: 'gtol', fun: entry?.fun, nfev: entry?.nfev });
    expect(minimize(valueAndGrad, [0, 0.8], { maxIter: entry?.nit })).toMatchObject({
      status: 'gtol',
      fun: entry?.fun,
    });
  });

  it('is no worse off than without it with a Hessian that is wrong', () => {
    const { x0, valueAndGrad } = beale;
    const wrong = {
      'of the wrong sign': (h: Float64Array) => h.map((each) => -each),
      zero: (h: Float64Array) => h.map(() => 0),
      'not symmetric': (h: Float64Array) => h.map((each, i) => each * (1 + i)),
      'not finite': (h: Float64Array) => h.map(() => Number.NaN),
      huge: (h: Float64Array) => h.map((each) => each * 1e200),
    };
    for (const [what, change] of Object.entries(wrong)) {
      const hess = (x: Float64Array, out: Float64Array): void => {
        beale.hess(x, out);
        out.set(change(out));
      };
      const result = minimize({ valueAndGrad, hess }, x0, { maxIter: 500 });
      const gradient = new Float64Array(2);
      expect([what, valueAndGrad(result.x, gradient)]).toEqual([what, result.fun]);
      expect(result.fun).toBeLessThanOrEqual(valueAndGrad(Float64Array.from(x0), new Float64Array(2)));
      if (result.converged) expect(Math.max(...gradient.map(Math.abs))).toBeLessThanOrEqual(1e-5);
    }
  });

  it('turns back from where gradients of differences are not defined', () => {
    // −log x + x: the difference at a tiny x leads beyond 0.
    const log = (x: Float64Array, gradient: Float64Array): number => {
      const p = x[0] as number;
      gradient[0] = p > 0 ? 1 - 1 / p : Number.NaN;
      return p > 0 ? p - Math.log(p) : Number.NaN;
    };
    const result = minimize(log, [1e-12], { gtol: 1e-9 });
    expect(result.status).toBe('gtol');
    expect(result.x[0]).toBeCloseTo(1, 8);
  });

  it('takes a concave function for unbounded', () => {
    const { x0, ...objective } = quadratic([-1, -2]);
    expect(minimize(objective, x0)).toMatchObject({ status: 'unbounded', converged: false });
  });

  it('keeps to the limit of evaluations within differences', () => {
    for (let maxFev = 1; maxFev < 12; maxFev++) {
      expect(minimize(rosenbrock.valueAndGrad, rosenbrock.x0, { maxFev }).nfev).toBe(maxFev);
    }
  });
});
