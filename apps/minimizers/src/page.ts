import type { Series } from './compare.ts';
import type { Problem } from './problems.ts';
import { besideLiblbfgs, counts, disagreements, overview, violations } from './report.ts';

const timedTitle = '## Time per iteration';

/** The measured section of a page, to be kept when nothing is measured. */
export function timedSection(old: string): string | undefined {
  const [, rest] = old.split(`${timedTitle}\n`);
  return rest?.split(/^## /m)[0]?.trim();
}

/** The page of results. All but the measured section is the same again when nothing changed. */
export function page(
  all: readonly Series[],
  problems: readonly Problem[],
  leastSquares: readonly string[],
  timed: string | undefined,
): string {
  return `${[
    '# Results of second-order methods',
    'Written by `npm run minimizers`. Every method solves every test problem of `packages/second-order/test/problems`, with two ' +
      'tolerances of the largest number of the gradient. Others solved the same problems: SciPy 1.17 in ' +
      '`scripts/golden/minimizers.py`, which states them again in NumPy; the counts of the 28 problems in bold, and those of ' +
      'liblbfgs, were found by others and are only compared with ours.',
    '## How runs are judged',
    [
      '- *Solved*: at the returned point the gradient, computed again, is within the tolerance (with bounds, the step along it that ' +
        'stays within them), or the value is that of a known minimum, up to 1e-8 · max(1, |f|).',
      '- *Evaluations* are calls of the function that was given, counted by itself, for us; for SciPy those before the gradient first ' +
        'was within the tolerance.',
      '- *Violations*: a run that says it converged where the gradient is 100 times the tolerance and the value is no minimum; a result ' +
        'that is not finite; counts that are not those of the calls; a problem that the other method solves and ours does not; more than ' +
        '1.3 times its evaluations and 10, unless it stayed at a known higher minimum or saddle. The last two are not asked of the ' +
        'variants at the end of the table, for which another is recommended.',
      '- *Ratio*: the geometric mean of our evaluations / those of the other method, over the problems that both solved.',
    ].join('\n'),
    '## Methods',
    overview(all),
    '## Violations',
    violations(all),
    '## L-BFGS beside liblbfgs',
    besideLiblbfgs(all),
    ...leastSquares,
    timedTitle,
    ...(timed === undefined ? [] : [timed]),
    '## Evaluations with a tolerance of 1e-5',
    'Ours / SciPy’s; a minus stands before the counts of runs that did not solve their problem.',
    counts(all, '1e-5', problems),
    '## Evaluations with a tolerance of 1e-8',
    counts(all, '1e-8', problems),
    '## Where counts of SciPy disagree',
    'The same runs of SciPy, made by others and by our program; only rounding is different.',
    disagreements(problems),
  ].join('\n\n')}\n`;
}
