import { describe, expect, it } from 'vitest';
import { compare, defeatsOf, errorsOf, type Series, summarize } from '../src/compare.ts';
import { certify, compareFits, fitters } from '../src/fits.ts';
import { minimizers } from '../src/methods.ts';
import { problems, tolerances } from '../src/problems.ts';

// The larger ones, and those that take thousands of evaluations, are for `npm run minimizers`.
const upTo = (n: number) => problems.filter((problem) => problem.n <= n && !problem.id.startsWith('quadratic'));
const judged = minimizers.filter(({ isVariant }) => !isVariant);
const variants = minimizers.filter(({ isVariant }) => isVariant);

const errors = ({ comparisons }: Series): string[] =>
  comparisons.flatMap((each) => errorsOf(each).map((words) => `${each.problem.id}: ${words}`));

describe.each(judged.map((minimizer) => [minimizer.name, minimizer] as const))('%s', (_, minimizer) => {
  it.each(tolerances)('solves as many problems as SciPy, in fewer evaluations, and tells no lies: %s', (tolerance) => {
    const series = compare(minimizer, tolerance, upTo(tolerance === '1e-5' ? 30 : 10));
    expect(errors(series)).toEqual([]);
    const { solved, theirs, ratio } = summarize(series);
    expect(solved).toBeGreaterThanOrEqual(theirs);
    if (minimizer.goal !== undefined) expect(ratio).toBeLessThanOrEqual(minimizer.goal);
    const found = series.comparisons.flatMap((each) => defeatsOf(each).map((words) => `${each.problem.id}: ${words}`));
    expect(found.slice(minimizer.exceptions ?? 0)).toEqual([]);
  });
});

describe.each(variants.map((minimizer) => [minimizer.name, minimizer] as const))('%s', (_, minimizer) => {
  it('never says that it converged where it did not, returns finite numbers, and counts what it calls', () => {
    expect(errors(compare(minimizer, '1e-5', upTo(6)))).toEqual([]);
  });
});

describe.each(fitters.map((fitter) => [fitter.name, fitter] as const))('%s', (_, fitter) => {
  it('solves what SciPy solves', () => {
    const compared = compareFits(fitter, upTo(30));
    expect(compared.flatMap(({ id, wrong }) => wrong.map((words) => `${id}: ${words}`))).toEqual([]);
    const lost = compared.filter(({ ours, theirs }) => theirs.solved && !ours.solved).map(({ id }) => id);
    expect(lost).toEqual([]);
  });

  it('finds at least 6 digits of the regressions of NIST, from both starts, with and without derivatives', () => {
    for (const { name, start, digits, digitsByDifferences } of certify(fitter)) {
      const least = { digits: expect.toSatisfy((found: number) => found >= 6) };
      expect({ name, start, digits }).toMatchObject({ name, start, ...least });
      expect({ name, start, digits: digitsByDifferences }).toMatchObject({ name, start, ...least });
    }
  });
});
