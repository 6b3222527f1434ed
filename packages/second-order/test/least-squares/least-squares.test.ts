import { ArgumentError } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  type LeastSquaresOptions,
  type LeastSquaresResult,
  leastSquares,
  levenbergMarquardt,
  type RobustLoss,
} from '../../src/index.ts';
import { bounded, covariances, decayBy, fits, residualsOf as residualsOfGolden, robust } from './golden.ts';
import { digits, regressions, residualsOf } from './nist.ts';

const starts = regressions.flatMap((regression) =>
  regression.starts.map((start, i) => ({ ...regression, label: `${regression.name} from start ${i + 1}`, start })),
);

const generated = fits.flatMap((fit) =>
  fit.starts.map((start, i) => ({ ...fit, label: `${fit.model} from start ${i + 1}`, start, i })),
);

const rosenbrock = {
  residuals: (x: Float64Array) => [10 * (x[1] - x[0] ** 2), 1 - x[0]],
  jac: (x: Float64Array) => [
    [-20 * x[0], 10],
    [-1, 0],
  ],
};

describe('leastSquares on the regressions of NIST', () => {
  it.each(starts)('finds 8 digits of $label', (regression) => {
    const { m, residuals, jac } = residualsOf(regression);
    const result = leastSquares(residuals, regression.start, { m, jac });
    expect(digits(result.x, regression.certified)).toBeGreaterThan(8);
    expect(result.converged).toBe(true);
    const { deviations } = regression;
    if (deviations) expect(digits(result.standardErrors ?? new Float64Array(1), deviations)).toBeGreaterThan(8);
  });

  it.each(starts)('finds 7 digits of $label without derivatives', (regression) => {
    const { m, residuals } = residualsOf(regression);
    const result = leastSquares(residuals, regression.start, { m });
    expect(digits(result.x, regression.certified)).toBeGreaterThan(7);
    expect(result.converged).toBe(true);
  });
});

type Fit = (residuals: (b: Float64Array) => number[], x0: readonly number[]) => LeastSquaresResult;

describe.each<[string, 'lm' | 'trf', Fit]>([
  ['levenbergMarquardt', 'lm', levenbergMarquardt],
  ['leastSquares', 'trf', leastSquares],
])('%s on models of the harder regressions of NIST', (_, key, method) => {
  it.each(generated)('finds 8 digits of $label without derivatives', (fit) => {
    const result = method(residualsOfGolden(fit.model, fit), fit.start);
    expect(digits(result.x, fit.solution)).toBeGreaterThan(8);
    expect(result.cost / fit.cost).toBeCloseTo(1, 7);
    expect(digits(result.standardErrors ?? new Float64Array(9), fit.errors)).toBeGreaterThan(6);
  });

  it.each(generated)('takes about as many iterations as SciPy for $label', (fit) => {
    const { nit } = method(residualsOfGolden(fit.model, fit), fit.start);
    // SciPy counts evaluations, those for its exact Jacobian left out: at least one for each iteration.
    expect(nit).toBeLessThanOrEqual(1.3 * fit.nfev[key][fit.i] + 10);
  });
});

describe('leastSquares with losses', () => {
  it.each(robust)('finds what SciPy finds with $loss and fScale $fScale, in as few evaluations', (fit) => {
    const { loss, fScale } = fit;
    const result = leastSquares(residualsOfGolden('decay', fit), fit.start, {
      loss,
      fScale,
      jac: decayBy(fit),
      xScale: 'jac',
    });
    expect(result.converged).toBe(true);
    expect(result.cost / fit.cost).toBeCloseTo(1, 13);
    expect(digits(result.x, fit.solution)).toBeGreaterThan(7);
    expect(result.nfev).toBeLessThanOrEqual(1.3 * fit.nfev + 10);
  });

  it('takes a function of its own, whose gradient is that of the cost', () => {
    const [{ x, y, start }] = robust;
    const loss: RobustLoss = (z, rho) => {
      rho[0] = Math.log1p(z);
      rho[1] = 1 / (1 + z);
      rho[2] = -1 / (1 + z) ** 2;
    };
    const run = (options: LeastSquaresOptions) =>
      leastSquares(residualsOfGolden('decay', { x, y }), start, { jac: decayBy({ x, y }), fScale: 0.5, ...options });
    expect(run({ loss })).toEqual(run({ loss: 'cauchy' }));

    const { fun, jac, grad, cost } = run({ loss, maxIter: 2 });
    const weights = fun.map((r) => 1 / (1 + (r / 0.5) ** 2));
    const expected = [0, 1, 2].map((j) => fun.reduce((sum, r, i) => sum + weights[i] * r * jac[i * 3 + j], 0));
    expected.forEach((each, j) => void expect(grad[j]).toBeCloseTo(each, 12));
    expect(cost).toBeCloseTo(
      fun.reduce((sum, r) => sum + (0.25 / 2) * Math.log1p((r / 0.5) ** 2), 0),
      12,
    );
  });

  it('has the covariance of the problem that is weighted by the loss at its end', () => {
    const t = [0, 1, 2, 3, 4, 5];
    const y = [0.9, 3.2, 4.8, 7.1, 30, 11];
    const { fun, covariance } = leastSquares(([a, b]) => t.map((t, i) => a + b * t - y[i]), [0, 0], {
      loss: 'soft-l1',
      jac: () => t.map((t) => [1, t]),
    });
    const w = fun.map((r) => 1 / Math.sqrt(1 + r * r));
    const moment = (power: number): number => t.reduce((sum, each, i) => sum + w[i] * each ** power, 0);
    const determinant = moment(0) * moment(2) - moment(1) ** 2;
    const variance = fun.reduce((sum, r, i) => sum + w[i] * r * r, 0) / 4;
    expect(covariance?.[0]).toBeCloseTo((variance * moment(2)) / determinant, 10);
    expect(covariance?.[3]).toBeCloseTo((variance * moment(0)) / determinant, 10);
  });
});

describe('leastSquares with bounds', () => {
  it.each(bounded)('finds what SciPy finds within $bounds, exactly on the active ones', (fit) => {
    const { bounds } = fit;
    const options = { bounds, jac: decayBy(fit), xScale: 'jac' } as const;
    const result = leastSquares(residualsOfGolden('decay', fit), fit.start, options);
    expect(result.converged).toBe(true);
    expect(result.cost / fit.cost).toBeCloseTo(1, 13);
    expect(digits(result.x, fit.solution)).toBeGreaterThan(7);
    expect(result.nfev).toBeLessThanOrEqual(1.3 * fit.nfev + 10);
    fit.active.forEach((side, j) => {
      if (side !== 0) expect(result.x[j]).toBe(bounds[j][side < 0 ? 0 : 1]);
      // What is not held by a bound is stationary.
      else expect(Math.abs(result.grad[j])).toBeLessThan(1e-6);
    });
    const plain = leastSquares(residualsOfGolden('decay', fit), fit.start, { bounds });
    expect(digits(plain.x, fit.solution)).toBeGreaterThan(7);
  });

  it('never evaluates out of bounds, not even for differences or from a start that is', () => {
    const bounds = [
      [0, 2],
      [-1, 0.25],
    ] as const;
    const seen = (x: Float64Array): number[] => {
      bounds.forEach(([low, high], j) => {
        if (!(x[j] >= low && x[j] <= high)) throw new Error(`${x} is out of bounds`);
      });
      return rosenbrock.residuals(x);
    };
    const result = leastSquares(seen, [-1.2, 1], { bounds });
    // On x₁ = 1/4 the function is 100(1/4 − x₀²)² + (1 − x₀)², its derivative 400x₀³ − 98x₀ − 2.
    expect(400 * result.x[0] ** 3 - 98 * result.x[0] - 2).toBeCloseTo(0, 5);
    expect(result.x[1]).toBe(0.25);
  });

  it('does not move what is fixed, which counts as known in the covariance', () => {
    const t = [1, 2, 3, 4];
    const y = [1.1, 1.9, 3.2, 3.8];
    const line = ([a, b]: Float64Array): number[] => t.map((t, i) => a + b * t - y[i]);
    const { x, covariance, cost } = leastSquares(line, [0, 0], {
      bounds: [
        [0, 0],
        [null, null],
      ],
    });
    expect(x[0]).toBe(0);
    // Through the origin: slope Σty/Σt² = 29.7/30.
    expect(x[1]).toBeCloseTo(29.7 / 30, 10);
    expect([...(covariance ?? [])].slice(0, 3)).toEqual([0, 0, 0]);
    expect(covariance?.[3]).toBeCloseTo((2 * cost) / 3 / 30, 10);
  });

  it('leaves a bound that it starts on', () => {
    const { x } = leastSquares(rosenbrock.residuals, [0, 3], {
      bounds: [
        [0, 5],
        [0, 3],
      ],
    });
    expect(x[0]).toBeCloseTo(1, 9);
    expect(x[1]).toBeCloseTo(1, 9);
  });

  it('takes bounds that leave nothing to do', () => {
    const result = leastSquares(rosenbrock.residuals, [-1.2, 1], {
      bounds: [
        [2, 2],
        [3, 3],
      ],
    });
    expect([...result.x]).toEqual([2, 3]);
    expect(result.converged).toBe(true);
  });
});

describe('leastSquares', () => {
  it('has the covariance that curve_fit of SciPy has', () => {
    for (const fit of covariances) {
      const { x, covariance } = leastSquares(residualsOfGolden('decay', fit), fit.start, { jac: decayBy(fit) });
      expect(digits(x, fit.solution)).toBeGreaterThan(7);
      expect(digits(covariance ?? new Float64Array(9), fit.covariance)).toBeGreaterThan(6);
    }
  });

  it('finds the zero of the Rosenbrock function, of values and promises alike', async () => {
    const { residuals, jac } = rosenbrock;
    const expected = leastSquares(residuals, [-1.2, 1], { jac });
    expect(expected).toMatchObject({ cost: 0, status: 'gtol', converged: true });
    expect(await leastSquares(async (x) => residuals(x), [-1.2, 1], { jac: async (x) => jac(x) })).toEqual(expected);
    expect(leastSquares((x, out) => out.set(residuals(x)), [-1.2, 1], { jac, m: 2 })).toEqual(expected);
  });

  it('does not depend on the units of variables, if their scales are from the Jacobian', () => {
    const [chwirut] = regressions.filter(({ name }) => name === 'Chwirut2');
    const { m, residuals, jac } = residualsOf(chwirut);
    const units = [2 ** 20, 2 ** -30, 2 ** 7];
    const back = (x: Float64Array): Float64Array => x.map((each, j) => each * units[j]);
    const plain = leastSquares(residuals, chwirut.starts[0], { m, jac, xtol: 1e-8, xScale: 'jac' });
    const scaled = leastSquares(
      (x, out) => residuals(back(x), out),
      chwirut.starts[0].map((each, j) => each / units[j]),
      {
        m,
        xtol: 1e-8,
        xScale: 'jac',
        jac(x, out) {
          jac(back(x), out);
          for (let i = 0; i < out.length; i++) out[i] *= units[i % 3];
        },
      },
    );
    expect(scaled.nfev).toBe(plain.nfev);
    back(scaled.x).forEach((each, j) => void expect(each / plain.x[j]).toBeCloseTo(1, 12));
  });

  it('takes sizes of variables for scales', () => {
    for (const xScale of [1, [1, 2], Float64Array.of(2, 0.5), 'jac'] as const) {
      const { x, converged } = leastSquares(rosenbrock.residuals, [-1.2, 1], { jac: rosenbrock.jac, xScale });
      expect(converged).toBe(true);
      x.forEach((each) => void expect(each).toBeCloseTo(1, 10));
    }
  });

  it('goes on with one variable, dependent columns, and fewer residuals than variables', () => {
    expect(leastSquares((x) => [x[0] ** 2 - 2], [1]).x[0]).toBeCloseTo(Math.SQRT2, 14);
    const low = leastSquares((x) => [x[0] + x[1] - 1, x[0] + x[1] - 2, x[0] + x[1] - 6], [0, 1]);
    expect(low.x[0] + low.x[1]).toBeCloseTo(3, 10);
    expect(low.covariance).toBeUndefined();
    expect(low.converged).toBe(true);
    expect(leastSquares((x) => [x[0] + 2 * x[1] - 3, x[2] - 1], [0, 0, 0]).cost).toBeLessThan(1e-28);
  });

  it('stays where it is if that is the minimum', () => {
    const { jac, residuals } = rosenbrock;
    expect(leastSquares(residuals, [1, 1], { jac })).toMatchObject({ nit: 0, nfev: 1, njev: 1, status: 'gtol' });
  });

  it('turns back from where residuals are not finite', () => {
    const result = leastSquares((x) => [Math.log(x[0]) + 3, Math.sqrt(x[0])], [10]);
    expect(result.converged).toBe(true);
    expect(result.fun.every(Number.isFinite)).toBe(true);
    expect(leastSquares((x) => [Math.log(x[0])], [-1]).status).toBe('non-finite-start');
  });

  it('does not say that it has converged when derivatives do not belong to the residuals', () => {
    const jac = (x: Float64Array): number[][] => rosenbrock.jac(x).map((row) => row.map((each) => -each));
    for (const bounds of [
      undefined,
      [
        [-5, 5],
        [-5, 5],
      ] as const,
    ]) {
      const result = leastSquares(rosenbrock.residuals, [-1.2, 1], { jac, bounds });
      expect(result).toMatchObject({ status: 'small-trust-radius', converged: false });
    }
  });

  it('ends with the status of the tolerance that was met', () => {
    const [misra] = regressions;
    const { m, residuals, jac } = residualsOf(misra);
    const end = (options: LeastSquaresOptions): string =>
      leastSquares(residuals, misra.starts[1], { m, jac, ftol: 0, xtol: 0, ...options }).status;
    expect(end({ ftol: 1e-3 })).toBe('ftol');
    expect(end({ xtol: 1e-3 })).toBe('xtol');
    expect(end({ gtol: 1 })).toBe('gtol');
    expect(end({ ftol: 1e-3, xtol: 1e-3 })).toBe('ftol-and-xtol');
    expect(['orthogonal', 'precision']).toContain(end({}));
  });

  it('stops for limits, callbacks and signals, and keeps a trace', () => {
    const run = (options: LeastSquaresOptions) =>
      leastSquares(rosenbrock.residuals, [-1.2, 1], { jac: rosenbrock.jac, ...options });
    expect(run({ maxIter: 3 })).toMatchObject({ status: 'max-iter', nit: 3, converged: false });
    expect(run({ maxFev: 5 })).toMatchObject({ status: 'max-fev', nfev: 5 });
    // Jᵀr at the start: derivatives are no evaluation of the residuals.
    const first = run({ maxFev: 1 });
    expect(first).toMatchObject({ status: 'max-fev', nfev: 1, njev: 1 });
    expect([...first.grad].map((each) => each.toFixed(9))).toEqual(['-107.800000000', '-44.000000000']);
    expect(run({ callback: ({ nit }) => nit === 2 })).toMatchObject({ status: 'callback', nit: 2 });
    expect(run({ signal: { aborted: true } })).toMatchObject({ status: 'aborted', nfev: 0 });
    const { trace = [], nit, nfev } = run({ trace: true });
    expect(trace.map((entry) => entry.nit)).toEqual(Array.from({ length: nit + 1 }, (_, i) => i));
    expect(trace.flatMap(({ evaluations }) => evaluations)).toHaveLength(nfev);
    trace.slice(1).forEach((entry, i) => void expect(entry.cost).toBeLessThanOrEqual(trace[i].cost));
  });

  it.each<[string, LeastSquaresOptions, RegExp]>([
    ['a loss that is none', { loss: 'soft_l1' as never }, /"soft-l1", "huber"/],
    ['a loss of another kind', { loss: 3 as never }, /loss must be a function/],
    ['fScale of 0', { fScale: 0 }, /fScale must be a positive number/],
    ['xScale of another length', { xScale: [1] }, /xScale/],
    ['xScale that is not positive', { xScale: [1, 0] }, /xScale/],
    ['xScale that is another word', { xScale: 'x' as never }, /xScale/],
    ['bounds of another length', { bounds: [[0, 1]] }, /list of 2 pairs/],
    ['a method, which is a function of its own here', { method: 'lm' } as never, /unknown option "method"/],
    ['a negative gtol', { gtol: -1 }, /gtol/],
  ])('refuses %s', (_, options, message) => {
    const call = (): unknown => leastSquares(rosenbrock.residuals, [0, 0], options);
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(message);
  });
});
