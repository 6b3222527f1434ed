import { ArgumentError } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  type AsyncLineFunction,
  backtracking,
  hagerZhang,
  type LineFunction,
  type LineOptions,
  type LineSearchResult,
  moreThuente,
} from '../../src/index.ts';

interface Search {
  (phi: AsyncLineFunction, options?: LineOptions & { readonly maxEvaluations?: number }): Promise<LineSearchResult>;
  (phi: LineFunction, options?: LineOptions & { readonly maxEvaluations?: number }): LineSearchResult;
}

const searches: Readonly<Record<string, Search>> = { backtracking, hagerZhang, moreThuente };

/** (α − 1)² */
const parabola: LineFunction = (a) => ({ value: (a - 1) ** 2, slope: 2 * (a - 1) });

describe.each(Object.entries(searches))('%s', (name, search) => {
  it('makes the same steps with promises', async () => {
    const seen: number[] = [];
    const phi: LineFunction = (a) => {
      seen.push(a);
      return { value: Math.cosh(a - 2), slope: Math.sinh(a - 2) };
    };
    const result = search(phi, { step: 9 });
    const steps = seen.splice(0);
    expect(await search(async (a: number) => phi(a), { step: 9 })).toEqual(result);
    expect(seen).toEqual(steps);
    expect(result.nfev).toBe(steps.length);
  });

  it('does not evaluate at 0 when it is told what is there', () => {
    const seen: number[] = [];
    const phi: LineFunction = (a) => {
      seen.push(a);
      return parabola(a);
    };
    const { nfev, ...result } = search(phi, { step: 0.4, start: parabola(0) });
    expect(seen).not.toContain(0);
    expect(nfev).toBe(seen.length);
    expect(search(phi, { step: 0.4 })).toEqual({ ...result, nfev: nfev + 1 });
  });

  it('ends at once where the function does not fall', () => {
    const rising: LineFunction = (a) => ({ value: a, slope: 1 });
    const failed = { step: 0, nfev: 1, status: 'failed', converged: false };
    expect(search(rising)).toEqual({ ...failed, value: 0, slope: 1 });
    expect(search(() => ({ value: 5, slope: 0 }))).toEqual({ ...failed, value: 5, slope: 0 });
    expect(search(() => ({ value: Number.NaN, slope: -1 }))).toMatchObject(failed);
    expect(search(() => ({ value: Infinity, slope: -1 }))).toMatchObject(failed);
  });

  it('finds no step when the slope has the wrong sign', () => {
    const wrong: LineFunction = (a) => ({ value: 1 + a, slope: -1 });
    const result = search(wrong);
    expect(result).toMatchObject({ step: 0, value: 1, status: 'failed', converged: false });
    expect(result.nfev).toBeLessThanOrEqual(60);
  });

  it('decides by slopes where rounding hides by how much the value falls', () => {
    // 1 + 10⁻²⁰·(α − 1)² is 1 in floating point, with the noise of a sum besides.
    for (const noise of [0, 2 ** -52, -(2 ** -52)]) {
      const phi: LineFunction = (a) => ({ value: 1 + (a === 0 ? 0 : noise), slope: 2e-20 * (a - 1) });
      expect(search(phi, { step: 0.9 })).toMatchObject({ step: 0.9, converged: true });
    }
  });

  it('takes differences for noise that are within the accuracy it is told', () => {
    // In float32 the value does not change, and rises by chance.
    const phi: LineFunction = (a) => ({ value: a === 0 ? 1 : 1 + 2 ** -23, slope: 2e-9 * (a - 1) });
    expect(search(phi, { step: 0.9, fnoise: 1.2e-7 })).toMatchObject({ step: 0.9, converged: true });
  });

  it('turns back from where the function is not defined', () => {
    for (const outside of [Number.NaN, Infinity]) {
      // −α − log(1 − 4α)·0.01 ends at ¼, where it has risen.
      const barrier: LineFunction = (a) =>
        a < 0.25
          ? { value: -a - 0.01 * Math.log(1 - 4 * a), slope: -1 + 0.04 / (1 - 4 * a) }
          : { value: outside, slope: Number.NaN };
      for (const step of [1e-4, 1, 1e6]) {
        const result = search(barrier, { step });
        expect(result.converged).toBe(true);
        expect(result.step).toBeLessThan(0.25);
        expect(result.value).toBeLessThan(0);
      }
    }
  });

  it('stops at the longest step when the function still falls there', () => {
    const far: LineFunction = (a) => ({ value: -a, slope: -1 });
    expect(search(far, { step: 5, maxStep: 5 })).toMatchObject({ step: 5, status: 'max-step', converged: false });
    expect(search(far, { step: 9, maxStep: 5 })).toMatchObject({ step: 5, status: 'max-step' });
    const abyss: LineFunction = (a) => ({ value: a === 0 ? 0 : -Infinity, slope: -1 });
    expect(search(abyss)).toMatchObject({ value: -Infinity, status: 'max-step', converged: false });
  });

  it('accepts a plateau below', () => {
    const plateau: LineFunction = (a) => ({ value: Math.max(0, 1 - a) ** 2, slope: 2 * Math.min(0, a - 1) });
    expect(search(plateau, { step: 5 })).toMatchObject({ step: 5, value: 0, slope: 0, converged: true });
  });

  it('keeps to its limit of evaluations', () => {
    const kink: LineFunction = (a) => ({ value: Math.abs(a - 1e-3) + 1, slope: a < 1e-3 ? -1 : 1 });
    for (const maxEvaluations of [1, 2, 3]) {
      const result = search(kink, { step: 100, maxEvaluations, start: kink(0) });
      expect(result.nfev).toBeLessThanOrEqual(maxEvaluations);
    }
  });

  it('refuses what is no function, no step and no option', () => {
    const refused: readonly [unknown, object, string][] = [
      [3, {}, 'expected a function step => { value, slope }, got 3.'],
      [() => 3, {}, 'the function must return { value, slope }, two numbers, got 3.'],
      [parabola, { step: 0 }, 'step must be a finite number above 0, got 0.'],
      [parabola, { step: -1 }, 'step must be a finite number above 0, got -1.'],
      [parabola, { maxStep: Infinity }, 'maxStep must be a finite number above 0, got Infinity.'],
      [parabola, { fnoise: -1 }, 'fnoise must be a number of at least 0, got -1.'],
      [parabola, { maxEvaluations: 0 }, 'maxEvaluations must be a number of at least 1, got 0.'],
      [parabola, { start: { value: 1 } }, 'the function must return { value, slope }, two numbers'],
      [parabola, { steps: 1 }, 'unknown option "steps". Did you mean "step"?'],
    ];
    for (const [phi, options, message] of refused) {
      const call = () => search(phi as LineFunction, options);
      expect(call).toThrow(ArgumentError);
      expect(call).toThrow(`${name}: ${message}`);
    }
    if (name === 'backtracking') return;
    for (const [c1, c2] of [
      [0.5, 0.5],
      [0.9, 0.1],
      [0, 0.5],
      [0.1, 1],
      [Number.NaN, 0.5],
    ]) {
      expect(() => search(parabola, { c1, c2 } as object)).toThrow(
        `${name}: c1 and c2 must be numbers with 0 < c1 < c2 < 1, got ${c1} and ${c2}.`,
      );
    }
  });
});
