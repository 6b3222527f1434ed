import { type LeastSquaresResult, levenbergMarquardt } from '@gradkit/second-order';
// @boundaries-ignore test data of the package that is measured here
import { digits, regressions, residualsOf } from '../../../packages/second-order/test/least-squares/nist.ts';
import { isMinimum } from './judge.ts';
import { fittedByScipy, nistByScipy, type Problem } from './problems.ts';
import { table } from './table.ts';

type Fit = typeof levenbergMarquardt;

/** A method of least squares that is compared. */
interface Fitter {
  readonly name: string;
  readonly fit: Fit;
  readonly rival: 'lm' | 'trf';
}

export const fitters: readonly Fitter[] = [{ name: 'levenbergMarquardt', fit: levenbergMarquardt, rival: 'lm' }];

/** A problem of residuals, solved with tolerances of 1e-8 by one of our methods and by SciPy's. */
export interface FitComparison {
  readonly id: string;
  readonly ours: { readonly nfev: number; readonly fun: number; readonly solved: boolean; readonly status: string };
  readonly theirs: { readonly nfev: number; readonly fun: number; readonly solved: boolean };
  /** It says that it converged, and did not; or its numbers are not finite; or its counts are wrong. */
  readonly wrong: readonly string[];
}

const tolerance = 1e-8;

export function compareFits({ fit, rival }: Fitter, problems: readonly Problem[]): FitComparison[] {
  return problems.flatMap((problem) => {
    const { id, x0, leastSquares } = problem;
    if (leastSquares === undefined) return [];
    let calls = 0;
    const residuals = (x: Float64Array, out: Float64Array): void => {
      calls++;
      leastSquares.residuals(x, out);
    };
    const options = {
      m: leastSquares.m,
      jac: leastSquares.jacobian,
      ftol: tolerance,
      xtol: tolerance,
      gtol: tolerance,
    };
    const result: LeastSquaresResult = fit(residuals, x0, options);
    const gradient = new Float64Array(problem.n);
    const fun = problem.valueAndGrad(result.x, gradient);
    const isStationary = gradient.every((each) => Math.abs(each) <= tolerance);
    const solved = isStationary || isMinimum(problem, fun);
    const allFinite = [...result.x, result.cost, ...result.grad].every(Number.isFinite);
    const run = fittedByScipy(id, rival);
    return [
      {
        id,
        ours: { nfev: calls, fun, solved, status: result.status },
        theirs: { ...run, solved: isMinimum(problem, run.fun) },
        wrong: [
          ...(result.converged && !solved ? ['false success'] : []),
          ...(allFinite ? [] : ['not finite']),
          ...(result.nfev === calls ? [] : ['miscounted']),
        ],
      },
    ];
  });
}

/** A regression of NIST, from one of its starts: correct digits of the worst parameter, with and without derivatives. */
export interface Certification {
  readonly name: string;
  readonly start: 1 | 2;
  readonly digits: number;
  readonly nfev: number;
  readonly digitsByDifferences: number;
  readonly theirs: { readonly digits: number; readonly nfev: number } | undefined;
}

export function certify({ fit, rival }: Fitter): Certification[] {
  return regressions.flatMap((regression) =>
    ([1, 2] as const).map((start) => {
      const { m, residuals, jac } = residualsOf(regression);
      const x0 = regression.starts[start - 1] as readonly number[];
      const result = fit(residuals, x0, { m, jac });
      return {
        name: regression.name,
        start,
        digits: digits(result.x, regression.certified),
        nfev: result.nfev,
        digitsByDifferences: digits(fit(residuals, x0, { m }).x, regression.certified),
        theirs: nistByScipy(regression.name, `${rival}:start${start}`),
      };
    }),
  );
}

export function fitSections(problems: readonly Problem[]): string[] {
  return fitters.flatMap((fitter) => {
    const compared = compareFits(fitter, problems);
    const count = (side: 'ours' | 'theirs'): number => compared.filter((each) => each[side].solved).length;
    const mark = (side: { readonly nfev: number; readonly solved: boolean }): string =>
      side.solved ? String(side.nfev) : `–${side.nfev}`;
    return [
      `## Least squares: \`${fitter.name}\``,
      `The problems that are sums of squares, with tolerances of 1e-8, beside SciPy’s \`least_squares\` with the method ` +
        `\`${fitter.rival}\`: solved are ${count('ours')} and ${count('theirs')} of ${compared.length}. Counts are evaluations of the ` +
        'residuals; a minus stands before those of runs that did not come to a known minimum.',
      table([
        ['problem', 'ours', 'SciPy', 'status', 'violations'],
        ...compared.map(({ id, ours, theirs, wrong }) => [id, mark(ours), mark(theirs), ours.status, wrong.join(', ')]),
      ]),
      `### Regressions of NIST: \`${fitter.name}\``,
      'The Statistical Reference Datasets of the National Institute of Standards and Technology, with the default tolerances: digits of ' +
        'the worst parameter that agree with the certified values, which have eleven.',
      table([
        ['regression', 'start', 'digits', 'evaluations', 'digits by differences', 'SciPy digits', 'SciPy evaluations'],
        ...certify(fitter).map(({ name, start, digits, nfev, digitsByDifferences, theirs }) => [
          name,
          String(start),
          digits.toFixed(1),
          String(nfev),
          digitsByDifferences.toFixed(1),
          theirs?.digits.toFixed(1) ?? '',
          String(theirs?.nfev ?? ''),
        ]),
      ]),
    ];
  });
}
