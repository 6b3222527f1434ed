import { describe, expect, it } from 'vitest';
import { type LeastSquaresResult, leastSquares, levenbergMarquardt } from '../../src/index.ts';
import golden from '../golden/minimizers.json' with { type: 'json' };
import { problems } from '../problems/index.ts';

const tolerances = { ftol: 1e-8, xtol: 1e-8, gtol: 1e-8 };

const rows = golden.leastSquares.flatMap((scipy) => {
  const problem = problems.find(({ id, bounds }) => id === scipy.id && bounds === undefined);
  const given = problem?.leastSquares;
  return problem && given ? [{ ...problem, given, scipy }] : [];
});

type Row = (typeof rows)[number];
type Run = (row: Row) => LeastSquaresResult;

/** Residuals at which SciPy's tolerances end are as good as at the minimum, but for those that end early in a flat valley. */
const isFound = ({ minima }: Row, squares: number): boolean =>
  minima.some((each) => Math.abs(squares - each) <= 1e-6 * each + 1e-10);

const given = ({ given: { m, jacobian } }: Row) => ({ m, jac: jacobian, ...tolerances });

describe.each<[string, 'lm' | 'trf', Run]>([
  ['levenbergMarquardt', 'lm', (row) => levenbergMarquardt(row.given.residuals, row.x0, given(row))],
  ['leastSquares', 'trf', (row) => leastSquares(row.given.residuals, row.x0, given(row))],
])('%s, beside the method of SciPy', (_, key, run) => {
  it.each(rows)('solves $id in at most 1.3 times the evaluations and 10', (row) => {
    const scipy = row.scipy[key];
    const result = run(row);
    expect(result.nfev).toBeLessThanOrEqual(1.3 * scipy.nfev + 10);
    if (isFound(row, scipy.fun)) expect(isFound(row, 2 * result.cost)).toBe(true);
    expect(Number.isFinite(result.cost)).toBe(true);
  });

  it('takes no more evaluations on the whole', () => {
    const ratios = rows.map((row) => Math.log(run(row).nfev / row.scipy[key].nfev));
    expect(Math.exp(ratios.reduce((sum, each) => sum + each, 0) / rows.length)).toBeLessThanOrEqual(1);
  });
});
