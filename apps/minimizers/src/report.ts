import { type Comparison, type Series, summarize, violationsOf } from './compare.ts';
import { isMinimum } from './judge.ts';
import { isShown, liblbfgsRun, type Problem, repeatedRun, scipyRun } from './problems.ts';
import { table } from './table.ts';

const fixed = (value: number, digits: number): string => (Number.isFinite(value) ? value.toFixed(digits) : '');

/** One line for each method and tolerance: what the rules of comparison ask for. */
export function overview(all: readonly Series[]): string {
  return table([
    [
      'method',
      'gtol',
      'problems',
      'solved',
      'compared with',
      'solved by it',
      'evaluations, ratio',
      'of problems',
      'violations',
    ],
    ...all.map((series) => {
      const { minimizer, tolerance, comparisons } = series;
      const { problems, solved, theirs, ratio, both } = summarize(series);
      const violations = comparisons.flatMap(violationsOf).length;
      const rival =
        minimizer.rival === undefined
          ? ['', '', '', '']
          : [`SciPy ${minimizer.rival}`, String(theirs), fixed(ratio, 2), String(both)];
      return [`\`${minimizer.name}\``, tolerance, String(problems), String(solved), ...rival, String(violations)];
    }),
  ]);
}

/** Where a rule is broken, by name. */
export function violations(all: readonly Series[]): string {
  const rows = all.flatMap(({ minimizer, tolerance, comparisons }) =>
    comparisons.flatMap((comparison) => {
      const words = violationsOf(comparison);
      const { problem, ours, theirs, status } = comparison;
      if (words.length === 0) return [];
      return [
        [
          `\`${minimizer.name}\``,
          tolerance,
          problem.id,
          words.join(', '),
          status,
          String(ours.nfev),
          String(theirs?.nfev ?? ''),
        ],
      ];
    }),
  );
  if (rows.length === 0) return 'There are none.';
  return table([['method', 'gtol', 'problem', 'what', 'status', 'evaluations', 'theirs'], ...rows]);
}

/** Solved counts and evaluations of L-BFGS beside liblbfgs, on the shown problems that it was run on. */
export function besideLiblbfgs(all: readonly Series[]): string {
  return table([
    ['gtol', 'problems', 'solved by `lbfgs`', 'by SciPy L-BFGS-B', 'by liblbfgs', 'evaluations, `lbfgs` / liblbfgs'],
    ...all
      .filter(({ minimizer }) => minimizer.name === 'lbfgs')
      .map(({ tolerance, comparisons }) => {
        const rows = comparisons.flatMap(({ problem, ours, theirs }) => {
          const run = liblbfgsRun(problem.id, tolerance);
          if (run === undefined) return [];
          const solved = run.gradNorm <= Number(tolerance) || isMinimum(problem, run.fun);
          return [{ ours, theirs, run, solved }];
        });
        const logs = rows.flatMap(({ ours, run, solved }) =>
          ours.solved && solved ? [Math.log(ours.nfev / run.nfev)] : [],
        );
        const count = (test: (row: (typeof rows)[number]) => boolean | undefined): string =>
          String(rows.filter(test).length);
        return [
          tolerance,
          String(rows.length),
          count(({ ours }) => ours.solved),
          count(({ theirs }) => theirs?.solved),
          count(({ solved }) => solved),
          fixed(Math.exp(logs.reduce((sum, each) => sum + each, 0) / logs.length), 2),
        ];
      }),
  ]);
}

/** Evaluations of every method on every problem: ours / SciPy's. */
export function counts(all: readonly Series[], tolerance: string, problems: readonly Problem[]): string {
  const columns = all.filter((series) => series.tolerance === tolerance);
  const found = columns.map(({ comparisons }) => new Map(comparisons.map((each) => [each.problem.id, each])));
  return table([
    ['problem', ...columns.map(({ minimizer }) => `\`${minimizer.name}\``)],
    ...problems.map(({ id }) => [isShown(id) ? `**${id}**` : id, ...found.map((column) => cell(column.get(id)))]),
  ]);
}

function cell(comparison: Comparison | undefined): string {
  if (comparison === undefined) return '';
  const { ours, theirs } = comparison;
  const mark = (nfev: number, solved: boolean): string => (solved ? String(nfev) : `–${nfev}`);
  const own = mark(ours.nfev, ours.solved);
  return theirs === undefined ? own : `${own} / ${mark(theirs.nfev, theirs.solved)}`;
}

/** Where the counts that our program found with SciPy are not those that others found. */
export function disagreements(problems: readonly Problem[]): string {
  const rows = problems
    .filter(({ id }) => isShown(id))
    .flatMap(({ id }) =>
      ['L-BFGS-B', 'BFGS', 'CG', 'Newton-CG', 'trust-ncg', 'trust-exact'].flatMap((method) =>
        (['1e-5', '1e-8'] as const).flatMap((tolerance) => {
          const [theirs, own] = [scipyRun(id, method, tolerance), repeatedRun(id, method, tolerance)];
          if (theirs === undefined || own === undefined || theirs.nfev === own.nfev) return [];
          return [[id, method, tolerance, String(theirs.nfev), String(own.nfev)]];
        }),
      ),
    );
  if (rows.length === 0) return 'They agree in all runs.';
  return table([['problem', 'method', 'gtol', 'evaluations', 'of our run'], ...rows]);
}
