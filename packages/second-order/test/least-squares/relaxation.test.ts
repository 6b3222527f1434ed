import { describe, expect, it } from 'vitest';
import { levenbergMarquardt } from '../../src/index.ts';
import { relaxation } from '../../src/least-squares/relaxation.ts';
import { regressions, residualsOf } from './nist.ts';

const one = Float64Array.of(1, 1);

describe('relaxation', () => {
  it.each([-0.6, -0.3, 0.3, 0.6])('makes steps right that leave %d of the error', (q) => {
    const relaxed = relaxation(2);
    let error = 1;
    /** A Gauss–Newton step from x, whose length is in error by the part q that it leaves. */
    const step = (): Float64Array => Float64Array.of(-(1 - q) * error, 2 * (1 - q) * error);
    for (let k = 0; k < 2; k++) {
      const multiple = relaxed.factorFor(step(), one);
      error -= multiple * (1 - q) * error;
      relaxed.taken(multiple);
    }
    expect(error).toBeCloseTo(0, 14);
    expect(relaxed.factorFor(Float64Array.of(-1e-9, 2e-9), one)).toBeCloseTo(1 / (1 - q), 6);
  });

  it('leaves steps alone that do not follow one line, and those after another kind of step', () => {
    const relaxed = relaxation(2);
    expect(relaxed.factorFor(Float64Array.of(1, 0), one)).toBe(1);
    relaxed.taken(1);
    expect(relaxed.factorFor(Float64Array.of(0, 0.5), one)).toBe(1);
    relaxed.taken(1);
    expect(relaxed.factorFor(Float64Array.of(0, 0.25), one)).toBe(2);
    relaxed.taken(0);
    expect(relaxed.factorFor(Float64Array.of(0, 0.125), one)).toBe(1);
  });

  it('judges lines in scaled variables', () => {
    const relaxed = relaxation(2);
    const scale = Float64Array.of(1e-6, 1);
    relaxed.factorFor(Float64Array.of(1e3, 1), scale);
    relaxed.taken(1);
    expect(relaxed.factorFor(Float64Array.of(-1e3, 0.5), scale)).toBeCloseTo(2, 2);
  });

  it('takes a third of the evaluations that MINPACK takes where residuals are large', () => {
    // SciPy with the method lm and tolerances of 1e-15 takes 46 for Thurber and 37 for MGH09, from their second starts.
    for (const [name, most] of [
      ['Thurber', 20],
      ['MGH09', 20],
    ] as const) {
      for (const regression of regressions.filter((each) => each.name === name)) {
        const { m, residuals, jac } = residualsOf(regression);
        expect(levenbergMarquardt(residuals, regression.starts[1], { m, jac }).nfev).toBeLessThanOrEqual(most);
      }
    }
  });
});
