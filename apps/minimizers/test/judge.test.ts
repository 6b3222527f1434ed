import type { OptimizeResult } from '@gradkit/second-order';
import { describe, expect, it } from 'vitest';
import { violationsOf } from '../src/compare.ts';
import { allowed, evaluationsOf, gradientNorm, isMinimum, isSolved, judge } from '../src/judge.ts';
import type { Problem, Rival } from '../src/problems.ts';

/** (x − 1)², of which 4 is said to be a second minimum. */
const parabola: Problem = {
  id: 'parabola/1',
  n: 1,
  x0: [0],
  valueAndGrad([x], gradient) {
    gradient[0] = 2 * ((x as number) - 1);
    return ((x as number) - 1) ** 2;
  },
  hess: (_, out) => out.fill(2),
  hessp: (_, v, out) => out.set(v.map((each) => 2 * each)),
  minima: [0, 4],
  source: '',
};

const resultAt = (x: number, more: Partial<OptimizeResult> = {}): OptimizeResult => ({
  x: Float64Array.of(x),
  fun: 0,
  grad: Float64Array.of(0),
  gradNorm: 0,
  nit: 1,
  nfev: 3,
  ngev: 3,
  nhev: 0,
  nskip: 0,
  nrestart: 0,
  status: 'gtol',
  message: '',
  converged: true,
  ...more,
});

const rival: Rival = { nfev: 20, ngev: 20, nhev: 0, fun: 1, gradNorm: 2e-5, success: true, first: null };

describe('judge', () => {
  it('believes the gradient that it computes, not the one that it is told', () => {
    expect(judge(parabola, 1e-5, resultAt(1 + 4e-6), 3)).toMatchObject({ solved: true, falseSuccess: false });
    // The gradient is 2e-3 and the value 1e-6: neither is near enough.
    expect(judge(parabola, 1e-5, resultAt(1.001), 3)).toMatchObject({ solved: false, falseSuccess: true });
    expect(judge(parabola, 1e-5, resultAt(1.001, { converged: false }), 3)).toMatchObject({ falseSuccess: false });
  });

  it('takes the value of a known minimum for a solution', () => {
    expect(judge(parabola, 1e-8, resultAt(1 + 5e-5), 3)).toMatchObject({ solved: true, falseSuccess: false });
    expect(judge(parabola, 1e-8, resultAt(3), 3)).toMatchObject({ solved: true });
  });

  it('sees what is not finite, and counts that are wrong', () => {
    expect(judge(parabola, 1e-5, resultAt(1, { grad: Float64Array.of(Number.NaN) }), 3).notFinite).toBe(true);
    expect(judge(parabola, 1e-5, resultAt(Number.NaN), 3)).toMatchObject({ notFinite: true, falseSuccess: true });
    expect(judge(parabola, 1e-5, resultAt(1), 4)).toMatchObject({ miscounted: true, nfev: 4 });
  });
});

describe('gradientNorm', () => {
  it('does not count what points out of the bounds', () => {
    const bounded = { ...parabola, bounds: [[0, 2]] } as const;
    expect(gradientNorm(bounded, [0], Float64Array.of(5))).toBe(0);
    expect(gradientNorm(bounded, [0], Float64Array.of(-5))).toBe(2);
    expect(gradientNorm(bounded, [0.5], Float64Array.of(5))).toBe(0.5);
    expect(gradientNorm(parabola, [0], Float64Array.of(-5))).toBe(5);
  });
});

describe('isMinimum', () => {
  it('takes what is below the lowest, and what is near to another', () => {
    expect([-1, 1e-9, 1e-7, 4 + 3e-8, 3.9, 4.1].map((fun) => isMinimum(parabola, fun))).toEqual([
      true,
      true,
      false,
      true,
      false,
      false,
    ]);
  });
});

describe('a comparison', () => {
  it('takes the evaluations of others until the gradient first was small enough', () => {
    expect(evaluationsOf(rival)).toBe(20);
    expect(evaluationsOf({ ...rival, first: { nfev: 12, ngev: 12, nhev: 0 } })).toBe(12);
    expect(isSolved(parabola, 1e-5, rival)).toBe(false);
    expect(isSolved(parabola, 1e-4, rival)).toBe(true);
    expect(isSolved(parabola, 1e-5, { ...rival, fun: 4 })).toBe(true);
    expect(isSolved(parabola, 1e-5, { ...rival, fun: null, gradNorm: null })).toBe(false);
  });

  it('finds what is broken, in words', () => {
    const ours = judge(parabola, 1e-5, resultAt(1), 37);
    const theirs = { run: { ...rival, fun: 0 }, solved: true, nfev: 20 };
    expect(allowed(20)).toBe(36);
    const words = (more: object, changes: object = {}): string[] =>
      violationsOf({
        problem: parabola,
        status: 'gtol',
        isJudged: true,
        ours: { ...ours, miscounted: false, ...more },
        theirs,
        ...changes,
      });
    expect(words({})).toEqual(['too many evaluations']);
    expect(words({}, { isJudged: false })).toEqual([]);
    expect(words({}, { theirs: { ...theirs, run: { ...rival, fun: 4 } } })).toEqual([]);
    expect(words({ nfev: 36 })).toEqual([]);
    expect(words({ nfev: 1, solved: false })).toEqual(['not solved']);
    expect(words({ nfev: 1, falseSuccess: true, notFinite: true })).toEqual(['false success', 'not finite']);
  });
});
