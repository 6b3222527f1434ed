import { describe, expect, it } from 'vitest';
import { compare, summarize, violationsOf } from '../src/compare.ts';
import { minimizers } from '../src/methods.ts';
import { problems, tolerances } from '../src/problems.ts';

describe.each(minimizers.map((minimizer) => [minimizer.name, minimizer] as const))('%s', (_, minimizer) => {
  it.each(tolerances)('solves what SciPy solves, in as few evaluations, with a tolerance of %s', (tolerance) => {
    const series = compare(minimizer, tolerance, problems);
    const found = series.comparisons.flatMap((comparison) =>
      violationsOf(comparison).map((words) => `${comparison.problem.id}: ${words}`),
    );
    expect(found).toEqual([...(minimizer.known?.[tolerance] ?? [])]);
    const { solved, theirs, ratio } = summarize(series);
    expect(solved).toBeGreaterThanOrEqual(theirs);
    if (minimizer.goal !== undefined) expect(ratio).toBeLessThanOrEqual(minimizer.goal);
  });
});
