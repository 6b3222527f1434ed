import { describe, expect, it } from 'vitest';
import {
  type LeastSquaresCommonOptions,
  type LeastSquaresResult,
  leastSquares,
  levenbergMarquardt,
} from '../../src/index.ts';
import { regressions, residualsOf } from './nist.ts';

type Residuals = (x: Float64Array, out: Float64Array) => void;
type Fit = (residuals: Residuals, x0: readonly number[], options: LeastSquaresCommonOptions) => LeastSquaresResult;

const named = (name: string) => regressions.filter((each) => each.name === name);
const samples = [...named('Misra1a'), ...named('Chwirut2'), ...named('MGH09'), ...named('Rat43'), ...named('Thurber')];

describe.each<[string, Fit]>([
  ['levenbergMarquardt', levenbergMarquardt],
  ['leastSquares', (residuals, x0, options) => leastSquares(residuals, x0, { ...options, xScale: 'jac' })],
])('%s', (_, fit) => {
  it.each(samples)(
    'takes the same steps to the bit when the residuals of $name are scaled by a power of two',
    (each) => {
      const { m, residuals, jac } = residualsOf(each);
      const plain = fit(residuals, each.starts[1], { m, jac });
      for (const factor of [2 ** -60, 2 ** 60]) {
        const scaled =
          (of: Residuals): Residuals =>
          (x, out) => {
            of(x, out);
            for (let i = 0; i < out.length; i++) out[i] *= factor;
          };
        const { x, nfev, status } = fit(scaled(residuals), each.starts[1], { m, jac: scaled(jac) });
        expect([...x]).toEqual([...plain.x]);
        expect({ nfev, status }).toEqual({ nfev: plain.nfev, status: plain.status });
      }
    },
  );

  it.each(samples)('does not mind in what order variables and residuals of $name are', (each) => {
    const { m, residuals, jac } = residualsOf(each);
    const [start] = each.starts.slice(1);
    const n = start.length;
    const plain = fit(residuals, start, { m, jac, xtol: 1e-6 });
    const turned = (x: Float64Array): Float64Array => x.slice().reverse();
    const other = fit(
      (x, out) => {
        residuals(turned(x), out);
        out.reverse();
      },
      [...start].reverse(),
      {
        m,
        xtol: 1e-6,
        jac(x, out) {
          jac(turned(x), out);
          out.reverse();
        },
      },
    );
    expect(Math.abs(other.nfev - plain.nfev)).toBeLessThanOrEqual(1);
    for (let j = 0; j < n; j++) expect(other.x[n - 1 - j] / plain.x[j]).toBeCloseTo(1, 5);
  });

  it.each(samples)('lowers the cost of $name with every step', (each) => {
    const { m, residuals, jac } = residualsOf(each);
    const { trace = [] } = fit(residuals, each.starts[0], { m, jac, trace: true });
    // Up to rounding, below which the model of the residuals is believed.
    trace.slice(1).forEach((entry, i) => void expect(entry.cost).toBeLessThanOrEqual(trace[i].cost * (1 + 1e-10)));
  });
});
