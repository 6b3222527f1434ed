import { type LeastSquaresResult, leastSquares, levenbergMarquardt } from '@gradkit/second-order';
// @boundaries-ignore test data of the package that is measured here
import { digits, regressions, residualsOf } from '../../../packages/second-order/test/least-squares/nist.ts';
import { isMinimum } from './judge.ts';
import { fittedByScipy, nistByScipy, type Problem } from './problems.ts';
import { table } from './table.ts';

type Write = (x: Float64Array, out: Float64Array) => void;

interface Options {
  readonly m: number;
  readonly jac?: Write;
  readonly ftol?: number;
  readonly xtol?: number;
  readonly gtol?: number;
}

type Fit = (residuals: Write, x0: readonly number[], options: Options) => LeastSquaresResult;

/** A method of least squares that is compared. */
interface Fitter {
  readonly name: string;
  readonly fit: Fit;
  readonly rival: 'lm' | 'trf';
}

export const fitters: readonly Fitter[] = [
  { name: 'levenbergMarquardt', fit: levenbergMarquardt, rival: 'lm' },
  { name: 'leastSquares', fit: leastSquares, rival: 'trf' },
];

interface FitRun {
  readonly nfev: number;
  readonly fun: number;
  readonly solved: boolean;
}

/** A problem of residuals, solved by one of our methods and by SciPy's. */
export interface FitComparison {
  readonly id: string;
  /** With the default tolerances, which ask for all digits. */
  readonly ours: FitRun & { readonly status: string };
  /** With tolerances of 1e-8, as SciPy's. */
  readonly loose: FitRun;
  readonly theirs: FitRun;
  /** It says that it converged, and did not; or its numbers are not finite; or its counts are wrong. */
  readonly wrong: readonly string[];
}

const tolerance = 1e-8;

function run(fit: Fit, problem: Problem, options: Omit<Options, 'm' | 'jac'>): FitRun & { result: LeastSquaresResult } {
  const { m, residuals, jacobian } = problem.leastSquares as NonNullable<Problem['leastSquares']>;
  let nfev = 0;
  const counted = (x: Float64Array, out: Float64Array): void => {
    nfev++;
    residuals(x, out);
  };
  const result: LeastSquaresResult = fit(counted, problem.x0, { m, jac: jacobian, ...options });
  const gradient = new Float64Array(problem.n);
  const fun = problem.valueAndGrad(result.x, gradient);
  const solved = gradient.every((each) => Math.abs(each) <= tolerance) || isMinimum(problem, fun);
  return { nfev, fun, solved, result };
}

export function compareFits({ fit, rival }: Fitter, problems: readonly Problem[]): FitComparison[] {
  return problems
    .filter(({ leastSquares }) => leastSquares !== undefined)
    .map((problem) => {
      const { result, ...ours } = run(fit, problem, {});
      const { result: _, ...loose } = run(fit, problem, { ftol: tolerance, xtol: tolerance, gtol: tolerance });
      const allFinite = [...result.x, result.cost, ...result.grad].every(Number.isFinite);
      const theirs = fittedByScipy(problem.id, rival);
      return {
        id: problem.id,
        ours: { ...ours, status: result.status },
        loose,
        theirs: { ...theirs, solved: isMinimum(problem, theirs.fun) },
        wrong: [
          ...(result.converged && !ours.solved ? ['false success'] : []),
          ...(allFinite ? [] : ['not finite']),
          ...(result.nfev === ours.nfev ? [] : ['miscounted']),
        ],
      };
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
    const count = (side: 'ours' | 'loose' | 'theirs'): number => compared.filter((each) => each[side].solved).length;
    const mark = ({ nfev, solved }: FitRun): string => (solved ? String(nfev) : `–${nfev}`);
    return [
      `## Least squares: \`${fitter.name}\``,
      'The problems that are sums of squares, with the default tolerances, which ask for all digits, and with tolerances of 1e-8, ' +
        `beside SciPy’s \`least_squares\` with the method \`${fitter.rival}\` and 1e-8. Of ${compared.length} problems solved are ` +
        `${count('ours')}, ${count('loose')} and ${count('theirs')}. Counts are evaluations of the residuals; a minus stands before those ` +
        'of runs that did not come to a known minimum.',
      table([
        ['problem', 'default', '1e-8', 'SciPy, 1e-8', 'status', 'violations'],
        ...compared.map(({ id, ours, loose, theirs, wrong }) => [
          id,
          ...[ours, loose, theirs].map(mark),
          ours.status,
          wrong.join(', '),
        ]),
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
