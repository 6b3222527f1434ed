import { ArgumentError } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  type LeastSquaresState,
  type LevenbergMarquardtOptions,
  levenbergMarquardt,
  type Residuals,
} from '../../src/index.ts';
import { digits, regressions, residualsOf } from './nist.ts';

const starts = regressions.flatMap((regression) =>
  regression.starts.map((start, i) => ({ ...regression, label: `${regression.name} from start ${i + 1}`, start })),
);

const rosenbrock = {
  residuals: (x: Float64Array) => [10 * (x[1] - x[0] ** 2), 1 - x[0]],
  jac: (x: Float64Array) => [
    [-20 * x[0], 10],
    [-1, 0],
  ],
};

describe('levenbergMarquardt on the regressions of NIST', () => {
  it.each(starts)('finds 8 digits of $label', (regression) => {
    const { m, residuals, jac } = residualsOf(regression);
    const result = levenbergMarquardt(residuals, regression.start, { m, jac });
    expect(digits(result.x, regression.certified)).toBeGreaterThan(8);
    expect(result.converged).toBe(true);
    expect(result.cost * 2).toBeCloseTo(regression.squares, 9 - Math.floor(Math.log10(regression.squares)));
    const { deviations } = regression;
    if (deviations)
      expect(digits(result.standardErrors ?? new Float64Array(deviations.length), deviations)).toBeGreaterThan(8);
  });

  it.each(starts)('finds 7 digits of $label without derivatives', (regression) => {
    const { m, residuals } = residualsOf(regression);
    const result = levenbergMarquardt(residuals, regression.start, { m });
    expect(digits(result.x, regression.certified)).toBeGreaterThan(7);
    expect(result.converged).toBe(true);
    expect(result.njev).toBe(0);
  });
});

describe('levenbergMarquardt', () => {
  it('takes residuals that are written, returned, or promised, and derivatives by rows or in one list', async () => {
    const { residuals, jac } = rosenbrock;
    const expected = levenbergMarquardt(residuals, [-1.2, 1], { jac });
    expect(expected.x[0]).toBeCloseTo(1, 14);
    expect(expected.cost).toBe(0);
    const write = (x: Float64Array, out: Float64Array): void => out.set(residuals(x));
    const flat = (x: Float64Array): number[] => jac(x).flat();
    expect(levenbergMarquardt(write, [-1.2, 1], { m: 2, jac: flat })).toEqual(expected);
    const later = async (x: Float64Array): Promise<number[]> => residuals(x);
    expect(await levenbergMarquardt(later, [-1.2, 1], { jac: async (x, out) => out.set(flat(x)) })).toEqual(expected);
    const writeLater = async (x: Float64Array, out: Float64Array): Promise<void> => out.set(residuals(x));
    expect(await levenbergMarquardt(writeLater, [-1.2, 1], { m: 2, jac })).toEqual(expected);
  });

  it('does not change x0', () => {
    const x0 = Float64Array.of(-1.2, 1);
    const { x } = levenbergMarquardt(rosenbrock.residuals, x0, { jac: rosenbrock.jac });
    expect([...x0]).toEqual([-1.2, 1]);
    expect(x).not.toBe(x0);
  });

  it('returns residuals, derivatives, gradient and covariance of the point it returns', () => {
    const t = [1, 2, 3, 4];
    const y = [1.1, 1.9, 3.2, 3.8];
    const { x, fun, jac, grad, cost, optimality, covariance, standardErrors } = levenbergMarquardt(
      ([a, b]) => t.map((t, i) => a + b * t - y[i]),
      [0, 0],
      { jac: () => t.map((t) => [1, t]) },
    );
    // The line through four points, by the textbook: slope Σ(t − t̄)(y − ȳ)/Σ(t − t̄)² = 4.7/5.
    expect(x[1]).toBeCloseTo(0.94, 14);
    expect(x[0]).toBeCloseTo(2.5 - 0.94 * 2.5, 14);
    fun.forEach((each, i) => void expect(each).toBeCloseTo(x[0] + x[1] * t[i] - y[i], 15));
    expect([...jac]).toEqual([1, 1, 1, 2, 1, 3, 1, 4]);
    expect(optimality).toBe(Math.max(...Array.from(grad, Math.abs)));
    expect(optimality).toBeLessThan(1e-14);
    const variance = (2 * cost) / 2;
    expect(covariance?.[3]).toBeCloseTo(variance / 5, 15);
    expect(covariance?.[1]).toBeCloseTo((-2.5 * variance) / 5, 15);
    expect(covariance?.[2]).toBe(covariance?.[1]);
    expect(covariance?.[0]).toBeCloseTo(variance * (1 / 4 + 6.25 / 5), 15);
    expect(standardErrors?.[1]).toBeCloseTo(Math.sqrt(variance / 5), 15);
  });

  it('solves a linear problem of full rank in few steps, and one of low rank at one of its solutions', () => {
    const a = [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
      [1, 0, 1],
    ];
    const product = (x: Float64Array): number[] => a.map((row) => row.reduce((sum, each, j) => sum + each * x[j], -1));
    const full = levenbergMarquardt(product, [1, 1, 1], { jac: () => a });
    expect(full.nit).toBeLessThanOrEqual(4);
    expect(full.optimality).toBeLessThan(1e-13);
    const low = a.map(([x, y]) => [x, y, x + y]);
    const lowProduct = (x: Float64Array): number[] =>
      low.map((row, i) => row.reduce((sum, each, j) => sum + each * x[j], -i));
    const result = levenbergMarquardt(lowProduct, [5, -3, 2], { jac: () => low });
    expect(result.converged).toBe(true);
    expect(result.optimality).toBeLessThan(1e-12);
    expect(result.covariance).toBeUndefined();
    expect(result.standardErrors).toBeUndefined();
  });

  it('does not depend on the units of variables: the same evaluations, the same x', () => {
    const [chwirut] = regressions.filter(({ name }) => name === 'Chwirut2');
    const { m, residuals, jac } = residualsOf(chwirut);
    const units = [2 ** 20, 2 ** -30, 2 ** 7];
    const back = (x: Float64Array): Float64Array => x.map((each, j) => each * units[j]);
    const plain = levenbergMarquardt(residuals, chwirut.starts[0], { m, jac, xtol: 1e-8 });
    const scaled = levenbergMarquardt(
      (x, out) => residuals(back(x), out),
      chwirut.starts[0].map((each, j) => each / units[j]),
      {
        m,
        xtol: 1e-8,
        jac(x, out) {
          jac(back(x), out);
          for (let i = 0; i < out.length; i++) out[i] *= units[i % 3];
        },
      },
    );
    expect(scaled.nfev).toBe(plain.nfev);
    back(scaled.x).forEach((each, j) => void expect(each / plain.x[j]).toBeCloseTo(1, 12));
  });

  it('goes on with one variable, as many residuals as variables, and fewer', () => {
    const root = levenbergMarquardt((x) => [x[0] ** 2 - 2], [1]);
    expect(root.x[0]).toBeCloseTo(Math.SQRT2, 14);
    expect(root.covariance).toBeUndefined();
    const wide = levenbergMarquardt((x) => [x[0] + 2 * x[1] - 3, x[2] - 1], [0, 0, 0]);
    expect(wide.converged).toBe(true);
    expect(wide.cost).toBeLessThan(1e-28);
    expect(wide.covariance).toBeUndefined();
  });

  it('stays where it is if that is the minimum', () => {
    const { nit, nfev, njev, status, x } = levenbergMarquardt(rosenbrock.residuals, [1, 1], { jac: rosenbrock.jac });
    expect({ nit, nfev, njev, status, x: [...x] }).toEqual({ nit: 0, nfev: 1, njev: 1, status: 'gtol', x: [1, 1] });
    const flat = levenbergMarquardt(() => [3, 4], [1, 2]);
    expect(flat).toMatchObject({ status: 'gtol', nit: 0, cost: 12.5 });
  });

  it('converges to a minimum where the Jacobian is singular', () => {
    const powell = (x: Float64Array): number[] => [
      x[0] + 10 * x[1],
      Math.sqrt(5) * (x[2] - x[3]),
      (x[1] - 2 * x[2]) ** 2,
      Math.sqrt(10) * (x[0] - x[3]) ** 2,
    ];
    const result = levenbergMarquardt(powell, [3, -1, 0, 1]);
    expect(result.converged).toBe(true);
    expect(result.cost).toBeLessThan(1e-24);
  });

  it.each([
    ['residuals', (x: Float64Array) => [Math.log(x[0]) + 3, Math.sqrt(x[0])], undefined],
    [
      'derivatives',
      (x: Float64Array) => [Math.max(1e-3, x[0]), 0.2],
      (x: Float64Array) => [x[0] <= 1e-3 ? Number.NaN : 1, 0],
    ],
  ] as const)('turns back from where %s are not finite', (_, residuals, jac) => {
    const result = levenbergMarquardt(residuals as Residuals, [10], { jac, factor: 100 } as LevenbergMarquardtOptions);
    expect(Number.isFinite(result.cost)).toBe(true);
    expect(result.fun.every(Number.isFinite)).toBe(true);
    expect(result.jac.every(Number.isFinite)).toBe(true);
    expect(result.x[0]).toBeGreaterThan(0);
    expect(result.x[0]).toBeLessThan(0.2);
  });

  it('says that the start is no start', () => {
    expect(levenbergMarquardt((x) => [Math.log(x[0])], [-1]).status).toBe('non-finite-start');
    expect(levenbergMarquardt((x) => [x[0]], [1], { jac: () => [Infinity] }).status).toBe('non-finite-start');
    expect(levenbergMarquardt(() => [1e200], [1]).status).toBe('non-finite-start');
    expect(levenbergMarquardt((x) => [Math.log(x[0])], [-1]).converged).toBe(false);
  });

  it('does not say that it has converged when derivatives do not belong to the residuals', () => {
    const jac = (x: Float64Array): number[][] => rosenbrock.jac(x).map((row) => row.map((each) => -each));
    const result = levenbergMarquardt(rosenbrock.residuals, [-1.2, 1], { jac });
    expect(result).toMatchObject({ status: 'small-trust-radius', converged: false, nit: 0 });
    expect([...result.x]).toEqual([-1.2, 1]);
  });

  it('does not say that it has converged at a kink', () => {
    const kink = (x: Float64Array): number[] => [1 + 10 * Math.abs(x[0]), x[1] - 1];
    const result = levenbergMarquardt(kink, [3, 0], {
      jac: (x) => [
        [10 * Math.sign(x[0]), 0],
        [0, 1],
      ],
    });
    if (result.converged) expect(result.x[0]).toBe(0);
    expect(Math.abs(result.x[0])).toBeLessThan(0.1);
  });

  it('ends with the status of the tolerance that was met', () => {
    const [misra] = regressions;
    const { m, residuals, jac } = residualsOf(misra);
    const end = (options: LevenbergMarquardtOptions): string =>
      levenbergMarquardt(residuals, misra.starts[1], { m, jac, ftol: 0, xtol: 0, ...options }).status;
    expect(end({ ftol: 1e-3 })).toBe('ftol');
    expect(end({ xtol: 1e-3 })).toBe('xtol');
    expect(end({ gtol: 1e-3 })).toBe('gtol');
    expect(end({ ftol: 1e-3, xtol: 1e-3 })).toBe('ftol-and-xtol');
    expect(['orthogonal', 'precision']).toContain(end({}));
  });

  it('is as close as rounding allows when all tolerances are zero', () => {
    for (const regression of regressions) {
      const { m, residuals, jac } = residualsOf(regression);
      const options = { m, jac, ftol: 0, xtol: 0 };
      const result = levenbergMarquardt(residuals, regression.starts[1], options);
      expect([regression.name, result.converged]).toEqual([regression.name, true]);
      expect(digits(result.x, regression.certified)).toBeGreaterThan(8);
    }
  });

  it('takes differences of the kind that is asked for, and counts them', () => {
    const count = (jac: '2-point' | '3-point' | undefined) => {
      let calls = 0;
      const { residuals } = rosenbrock;
      const result = levenbergMarquardt((x) => residuals(x.map((each) => (calls++ < 0 ? 0 : each))), [-1.2, 1], {
        jac,
      });
      // The callback of map is called for each of two variables.
      expect(result.nfev).toBe(calls / 2);
      expect(result.cost).toBeLessThan(1e-25);
      return result;
    };
    const [two, three, refined] = [count('2-point'), count('3-point'), count(undefined)];
    expect(two.nfev).toBeLessThan(three.nfev);
    expect(refined.nfev).toBeLessThan(three.nfev);
  });

  it('keeps every step and evaluation in a trace, those for differences left out', () => {
    const {
      trace = [],
      nit,
      nfev,
      x,
      cost,
    } = levenbergMarquardt(rosenbrock.residuals, [-1.2, 1], {
      jac: rosenbrock.jac,
      trace: true,
    });
    expect(trace.map((entry) => entry.nit)).toEqual(Array.from({ length: nit + 1 }, (_, i) => i));
    expect(trace.flatMap(({ evaluations }) => evaluations)).toHaveLength(nfev);
    expect([...trace[0].x]).toEqual([-1.2, 1]);
    expect(trace[0].cost).toBeCloseTo(12.1, 12);
    expect(trace.at(-1)).toMatchObject({ x, cost });
    trace.slice(1).forEach((entry, i) => void expect(entry.cost).toBeLessThanOrEqual(trace[i].cost));
    const differences = levenbergMarquardt(rosenbrock.residuals, [-1.2, 1], { trace: true });
    expect(differences.trace?.flatMap(({ evaluations }) => evaluations).length).toBeLessThan(differences.nfev / 2);
  });

  it('stops for limits, callbacks and signals at the best point so far', async () => {
    const run = (options: LevenbergMarquardtOptions) =>
      levenbergMarquardt(rosenbrock.residuals, [-1.2, 1], { jac: rosenbrock.jac, ...options });
    expect(run({ maxIter: 3 })).toMatchObject({ status: 'max-iter', nit: 3, converged: false });
    expect(run({ maxIter: 0 })).toMatchObject({ status: 'max-iter', nit: 0, nfev: 1 });
    expect(run({ maxFev: 5 })).toMatchObject({ status: 'max-fev', nfev: 5 });
    // Jᵀr at the start: derivatives are no evaluation of the residuals.
    const first = run({ maxFev: 1 });
    expect(first).toMatchObject({ status: 'max-fev', nfev: 1, njev: 1 });
    expect([...first.grad].map((each) => each.toFixed(9))).toEqual(['-107.800000000', '-44.000000000']);
    expect(run({ timeLimitMs: 0 }).status).toBe('time-limit');
    expect(run({ callback: ({ nit }) => nit === 2 })).toMatchObject({ status: 'callback', nit: 2 });
    const waited = await levenbergMarquardt(async (x) => rosenbrock.residuals(x), [-1.2, 1], {
      callback: async ({ nit }) => nit === 2,
    });
    expect(waited).toMatchObject({ status: 'callback', nit: 2 });
    expect(run({ signal: { aborted: true } })).toMatchObject({ status: 'aborted', nfev: 0 });
    const signal = { aborted: false };
    const callback = ({ nit }: LeastSquaresState): void => {
      signal.aborted = nit === 1;
    };
    const aborted = run({ signal, callback });
    expect(aborted).toMatchObject({ status: 'aborted', nit: 1 });
    expect(aborted.cost).toBeLessThan(12.1);
  });

  it('takes back steps after which a variable has no influence any more', () => {
    const boxbod = regressions.filter(({ name }) => name === 'BoxBOD')[0];
    const { m, residuals, jac } = residualsOf(boxbod);
    for (const factor of [0.1, 1, 10, 100]) {
      const { x } = levenbergMarquardt(residuals, [1, 1], { m, jac, factor });
      expect(digits(x, boxbod.certified)).toBeGreaterThan(8);
    }
    // Where that is what lowers the residuals, they are taken in the end.
    const product = levenbergMarquardt(([a, b]) => [a * b, a, b - 1], [3, 1]);
    expect(product.cost).toBeLessThan(1e-20);
  });

  it('works with residuals in the precision of float32', () => {
    const [chwirut] = regressions.filter(({ name }) => name === 'Chwirut2');
    const { m, residuals } = residualsOf(chwirut);
    const rounded = (x: Float64Array, out: Float64Array): void => {
      residuals(x, out);
      for (let i = 0; i < m; i++) out[i] = Math.fround(out[i]);
    };
    const result = levenbergMarquardt(rounded, chwirut.starts[0], { m, fnoise: 1.2e-7 });
    expect(result.converged).toBe(true);
    expect(digits(result.x, chwirut.certified)).toBeGreaterThan(3);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['no function', () => levenbergMarquardt(3 as never, [1]), /residuals must be a function/],
    ['no residuals', () => levenbergMarquardt(() => undefined, [1]), /give the option m/],
    ['an empty list', () => levenbergMarquardt(() => [], [1]), /no residuals/],
    ['a number', () => levenbergMarquardt((() => 3) as never, [1]), /returned 3/],
    ['a list of another length than m', () => levenbergMarquardt(() => [1, 2], [1], { m: 3 }), /must be 3 numbers/],
    [
      'a Jacobian of another size',
      () => levenbergMarquardt(() => [1, 2], [1], { jac: () => [1] }),
      /must be 2 numbers/,
    ],
    [
      'rows of another length',
      () => levenbergMarquardt(() => [1, 2], [1], { jac: () => [[1], [1, 2]] }),
      /row 1 of the Jacobian/,
    ],
    [
      'an unknown kind of differences',
      () => levenbergMarquardt(() => [1], [1], { jac: 'cs' as never }),
      /"2-point" or "3-point"/,
    ],
    ['an empty start', () => levenbergMarquardt(() => [1], []), /x0/],
    ['a start that is NaN', () => levenbergMarquardt(() => [1], [Number.NaN]), /x0\[0\]/],
    ['a negative tolerance', () => levenbergMarquardt(() => [1], [1], { ftol: -1 }), /ftol/],
    ['a factor of 0', () => levenbergMarquardt(() => [1], [1], { factor: 0 }), /factor/],
    ['a factor in quotes', () => levenbergMarquardt(() => [1], [1], { factor: '1' as never }), /factor/],
    ['a factor that is no number', () => levenbergMarquardt(() => [1], [1], { factor: 1n as never }), /factor/],
    ['residuals in quotes', () => levenbergMarquardt(() => ['1'] as never, [1]), /the residuals must be 1 numbers/],
    ['residuals of integers', () => levenbergMarquardt(() => [1n] as never, [1]), /the residuals must be 1 numbers/],
    ['m of 1.5', () => levenbergMarquardt(() => [1], [1], { m: 1.5 }), /m must be an integer/],
    ['an unknown option', () => levenbergMarquardt(() => [1], [1], { tol: 1 } as never), /unknown option "tol"/],
    ['options that are none', () => levenbergMarquardt(() => [1], [1], null as never), /options/],
  ])('refuses %s', (_, call, message) => {
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(message);
  });

  it('does not take residuals that were not written for zero', () => {
    const written = (count: number) => (x: Float64Array, out: Float64Array) => {
      for (let i = 0; i < count; i++) out[i] = (x[0] as number) - i;
    };
    for (const count of [0, 1])
      expect(levenbergMarquardt(written(count), [3], { m: 2 }).status).toBe('non-finite-start');
    expect(levenbergMarquardt(written(2), [3], { m: 2 }).converged).toBe(true);
  });
});
