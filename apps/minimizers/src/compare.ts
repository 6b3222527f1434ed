import { allowed, evaluationsOf, isSolved, judge, type Verdict } from './judge.ts';
import type { Minimizer } from './methods.ts';
import { type Problem, type Rival, scipyRun, type Tolerance } from './problems.ts';

/** One problem, solved by one of our methods and by its rival. */
export interface Comparison {
  readonly problem: Problem;
  readonly ours: Verdict;
  readonly status: string;
  /** Whether it has to be as good as the rival. */
  readonly isJudged: boolean;
  readonly theirs?: { readonly run: Rival; readonly solved: boolean; readonly nfev: number } | undefined;
}

/** All problems, solved by one method with one tolerance. */
export interface Series {
  readonly minimizer: Minimizer;
  readonly tolerance: Tolerance;
  readonly comparisons: readonly Comparison[];
}

/** Which problems a method is for. */
function isFor({ dense, takesBounds }: Minimizer, { n, bounds }: Problem): boolean {
  return (bounds === undefined || takesBounds === true) && !(dense === true && n > 100);
}

export function compare(minimizer: Minimizer, tolerance: Tolerance, problems: readonly Problem[]): Series {
  const gtol = Number(tolerance);
  const comparisons = problems
    .filter((problem) => isFor(minimizer, problem))
    .map((problem): Comparison => {
      const { x0, bounds, hess, hessp, valueAndGrad } = problem;
      let calls = 0;
      const objective = {
        valueAndGrad(x: Float64Array, gradient: Float64Array): number {
          calls++;
          return valueAndGrad(x, gradient);
        },
        hess,
        hessp,
      };
      const options = { gtol, maxFev: 20_000, ...(bounds === undefined ? {} : { bounds }) };
      const result = minimizer.minimize(objective, x0, options);
      const run = minimizer.rival === undefined ? undefined : scipyRun(problem.id, minimizer.rival, tolerance);
      return {
        problem,
        ours: judge(problem, gtol, result, calls),
        status: result.status,
        isJudged: minimizer.isVariant !== true,
        theirs: run && { run, solved: isSolved(problem, gtol, run), nfev: evaluationsOf(run) },
      };
    });
  return { minimizer, tolerance, comparisons };
}

/** The figures by which a method is judged. */
export interface Summary {
  readonly problems: number;
  readonly solved: number;
  /** Solved by the rival. */
  readonly theirs: number;
  /** Geometric mean of ours / theirs where both solved; NaN if there are none. */
  readonly ratio: number;
  readonly both: number;
}

export function summarize({ comparisons }: Series): Summary {
  const both = comparisons.flatMap(({ ours, theirs }) =>
    ours.solved && theirs?.solved ? [Math.log(ours.nfev / theirs.nfev)] : [],
  );
  return {
    problems: comparisons.length,
    solved: comparisons.filter(({ ours }) => ours.solved).length,
    theirs: comparisons.filter(({ theirs }) => theirs?.solved).length,
    ratio: Math.exp(both.reduce((sum, each) => sum + each, 0) / both.length),
    both: both.length,
  };
}

/** Whether ours came to the lowest minimum, and theirs stayed at one of the others or at a saddle: that may take longer. */
function isLower({ problem, ours, theirs }: Comparison): boolean {
  const [lowest, second] = problem.minima;
  if (lowest === undefined || second === undefined || theirs === undefined) return false;
  const middle = (lowest + second) / 2;
  return ours.fun < middle && (theirs.run.fun ?? Infinity) > middle;
}

/** What no run may do, in words. */
export function errorsOf({ ours }: Comparison): string[] {
  return [
    ...(ours.falseSuccess ? ['false success'] : []),
    ...(ours.notFinite ? ['not finite'] : []),
    ...(ours.miscounted ? ['miscounted'] : []),
  ];
}

/** What the rival does better, in words. */
export function defeatsOf(comparison: Comparison): string[] {
  const { ours, theirs, isJudged } = comparison;
  if (!isJudged || theirs?.solved !== true) return [];
  if (!ours.solved) return ['not solved'];
  return ours.nfev > allowed(theirs.nfev) && !isLower(comparison) ? ['too many evaluations'] : [];
}

export const violationsOf = (comparison: Comparison): string[] => [...errorsOf(comparison), ...defeatsOf(comparison)];
