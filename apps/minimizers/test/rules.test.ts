import { describe, expect, it } from 'vitest';
import { compare, summarize, violationsOf } from '../src/compare.ts';
import { certify, compareFits, fitters } from '../src/fits.ts';
import { minimizers } from '../src/methods.ts';
import { problems, tolerances } from '../src/problems.ts';

// The larger ones, and those that take thousands of evaluations, are for `npm run minimizers`.
const small = problems.filter(({ id, n }) => n <= 40 && !id.startsWith('quadratic'));

describe.each(minimizers.map((minimizer) => [minimizer.name, minimizer] as const))('%s', (_, minimizer) => {
  it.each(tolerances)('solves what SciPy solves, in as few evaluations, with a tolerance of %s', (tolerance) => {
    const series = compare(minimizer, tolerance, small);
    const found = series.comparisons.flatMap((comparison) =>
      violationsOf(comparison).map((words) => `${comparison.problem.id}: ${words}`),
    );
    expect(found.filter((each) => !minimizer.known?.[tolerance]?.includes(each))).toEqual([]);
    const { solved, theirs, ratio } = summarize(series);
    expect(solved).toBeGreaterThanOrEqual(theirs);
    if (minimizer.goal !== undefined) expect(ratio).toBeLessThanOrEqual(minimizer.goal);
  });
});

describe.each(fitters.map((fitter) => [fitter.name, fitter] as const))('%s', (_, fitter) => {
  it('solves what SciPy solves', () => {
    const compared = compareFits(fitter, small);
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
