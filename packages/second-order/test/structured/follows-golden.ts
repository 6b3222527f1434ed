import { jit, type Parameter, type Tensor, tensor, variable } from '@gradkit/core';
import type { Optimizer, OptimizerOptions } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import file from '../golden/kronecker-optimizers.json' with { type: 'json' };

interface Golden {
  readonly parameters: readonly { readonly name: string; readonly shape: number[]; readonly start: number[] }[];
  /** All elements of all parameters, for each step. */
  readonly gradients: readonly (readonly number[])[];
  readonly cases: readonly {
    readonly optimizer: string;
    readonly options: Readonly<Record<string, unknown>>;
    /** All elements of all parameters, after each step. */
    readonly contents: readonly (readonly number[])[];
  }[];
}

const golden = file as Golden;

/** The parameters of the file, and what turns numbers for all of them into one tensor for each. */
function problem(dtype: 'float32' | 'float64') {
  const split = (numbers: readonly number[]): Tensor[] => {
    let from = 0;
    return golden.parameters.map(({ shape, start }) => {
      from += start.length;
      return tensor(numbers.slice(from - start.length, from), { dtype, shape });
    });
  };
  const starts = split(golden.parameters.flatMap(({ start }) => start));
  const parameters = golden.parameters.map(
    ({ name }, i): Parameter => ({ name, variable: variable(starts[i] as Tensor, { name }) }),
  );
  return { parameters, split };
}

/** The largest difference after any step, in shares of the expected value or of 1. */
function deviation(
  optimizer: Optimizer,
  contents: readonly (readonly number[])[],
  dtype: 'float32' | 'float64',
  compiled: boolean,
): number {
  const { parameters, split } = problem(dtype);
  const step = (...gradients: Tensor[]): void => optimizer.apply(gradients, parameters);
  const update = compiled ? jit(step) : step;
  let largest = 0;
  contents.forEach((expected, i) => {
    update(...split(golden.gradients[i] as readonly number[]));
    const found = parameters.flatMap((parameter) => [...parameter.variable.value.dataSync()]);
    expected.forEach((value, at) => {
      const difference = Math.abs((found[at] as number) - value) / Math.max(1, Math.abs(value));
      largest = Math.max(largest, difference);
    });
  });
  return largest;
}

/**
 * Declares the tests of an optimizer against the values of the file, in both element types, inside and outside jit. Roots of
 * factors with small eigenvalues, and bases whose eigenvalues lie close together, enlarge roundings by some thousands.
 */
export function followsGolden(name: string, create: (options: OptimizerOptions) => Optimizer): void {
  const cases = golden.cases.filter(({ optimizer }) => optimizer === name);
  it('has golden values', () => {
    expect(cases.length).toBeGreaterThan(0);
  });
  describe.each(cases.map((each) => [JSON.stringify(each.options), each] as const))(`${name} of %s`, (_, each) => {
    it('follows NumPy, inside and outside jit', () => {
      for (const compiled of [false, true]) {
        expect(deviation(create(each.options), each.contents, 'float64', compiled)).toBeLessThan(1e-9);
      }
    });

    it('does so in float32, as far as that goes', () => {
      expect(deviation(create(each.options), each.contents, 'float32', true)).toBeLessThan(2e-3);
    });
  });
}
