import { ArgumentError, describe as inWords } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  backtracking,
  conjugateGradientSolve,
  hagerZhang,
  type LineFunction,
  moreThuente,
  type Objective,
} from '../../src/index.ts';
import { minimizers } from '../minimizers.ts';

const parabola = (x: Float64Array, gradient: Float64Array): number => {
  gradient[0] = 2 * ((x[0] as number) - 1);
  return ((x[0] as number) - 1) ** 2;
};

const noNumbers: readonly unknown[] = [Number.NaN, null, '1', -1, {}, [], true, Symbol('1'), 1n];

/** Options of some method that are numbers, and what all share. */
const own: Readonly<Record<string, readonly string[]>> = {
  bfgs: ['initialInverseHessian'],
  conjugateGradient: ['beta', 'restart'],
  gradientDescent: ['learningRate', 'lineSearch'],
  lbfgs: ['memory', 'lineSearch', 'initialInverseHessianScale'],
  lbfgsb: ['memory', 'bounds'],
  newton: ['modification'],
  newtonCG: [],
  trustExact: ['initialRadius', 'maxRadius', 'eta'],
  trustNcg: ['initialRadius', 'maxRadius', 'eta'],
};
const common = ['gtol', 'ftol', 'xtol', 'gnorm', 'maxIter', 'maxFev', 'timeLimitMs', 'fnoise', 'callback', 'signal'];

describe.each(Object.entries(minimizers))('options of %s', (name, minimize) => {
  // A start that needs no iteration, for options are checked in any case.
  const run =
    (options: unknown, x0: unknown = [1], objective: unknown = parabola) =>
    () =>
      minimize(objective as Objective, x0 as number[], options as object);

  it('that are no numbers, words or functions are refused, each by its name', () => {
    for (const key of [...common, ...(own[name] ?? [])]) {
      expect(run({ [key]: undefined }), key).not.toThrow();
      for (const wrong of noNumbers) {
        expect(run({ [key]: wrong }), `${key}: ${inWords(wrong)}`).toThrow(ArgumentError);
        expect(run({ [key]: wrong }), key).toThrow(`${name}: ${key}`);
      }
    }
  });

  it('that are no object, or unknown, are refused', () => {
    for (const options of [null, 5, 'gtol', [], () => 1, true]) expect(run(options)).toThrow(ArgumentError);
    expect(run({ gtoll: 1 })).toThrow(`${name}: unknown option "gtoll". Did you mean "gtol"?`);
  });

  it('with a start that is no list of finite numbers are refused', () => {
    const views = [new BigInt64Array(1), new DataView(new ArrayBuffer(8)), new Float64Array(0), new Array<number>(1)];
    for (const x0 of [null, 5, '1', {}, { length: 1, 0: 1 }, [[1]], [null], ['1'], [true], ...views]) {
      expect(run({}, x0), inWords(x0)).toThrow(ArgumentError);
    }
  });

  it('with lists of every kind of number are fine, and the lists stay what they are', () => {
    const longer = Float64Array.of(7, 2, 9);
    const lists = [Float32Array.of(2), Int8Array.of(2), longer.subarray(1, 2), Object.freeze([2])];
    for (const x0 of lists) expect(minimize(parabola, x0).x[0]).toBeCloseTo(1, 4);
    expect([...longer, lists[0]?.[0], lists[3]?.[0]]).toEqual([7, 2, 9, 2, 2]);
  });

  it('with a function that returns no number are refused', () => {
    for (const value of [undefined, null, '1', 1n, [1, [2]], { value: 1 }]) {
      expect(run({}, [1], () => value)).toThrow(ArgumentError);
    }
  });
});

const searches: Readonly<Record<string, (line: LineFunction, options: object) => unknown>> = {
  backtracking,
  hagerZhang,
  moreThuente,
};

describe.each(Object.entries(searches))('options of %s', (name, search) => {
  it('that are no object are refused', () => {
    const line = (step: number) => ({ value: (step - 3) ** 2, slope: 2 * (step - 3) });
    for (const options of [null, 5, 'c1', []]) {
      expect(() => search(line, options as object)).toThrow(ArgumentError);
      expect(() => search(line, options as object)).toThrow(name);
    }
  });
});

describe('options of conjugateGradientSolve', () => {
  it('that are no matrices are refused, and products that are returned', () => {
    const A = (v: Float64Array, out: Float64Array): void => out.set(v);
    for (const preconditioner of [null, Number.NaN, 3, {}, '1']) {
      const wrong = { preconditioner } as object;
      expect(() => conjugateGradientSolve(A, [1, 2], wrong)).toThrow('conjugateGradientSolve: preconditioner must be');
    }
    const returning = (v: Float64Array) => v.slice();
    expect(() => conjugateGradientSolve(returning, [1, 2])).toThrow('A must write into its last argument');
  });
});
