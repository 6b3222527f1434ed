import { jit, type Parameter, type Tensor, tensor, variable } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import type { Optimizer } from '../src/index.ts';
import { expectClose } from './close.ts';
import file from './golden/optimizers.json' with { type: 'json' };
import { called, decoded } from './named.ts';

interface Case {
  readonly optimizer: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** What made the values. */
  readonly origin: 'keras' | 'optax' | 'numpy';
  /** All elements of all parameters, after each step. */
  readonly contents: readonly (readonly number[])[];
  readonly averages?: readonly (readonly number[])[];
}

interface Golden {
  readonly parameters: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly start: number[];
  }[];
  /** As the contents, of each step. */
  readonly gradients: readonly (readonly number[])[];
  readonly cases: readonly Case[];
}

const golden = file as Golden;

function optimizerOf({ optimizer, options: { inner, gradientClip, ...rest } }: Case): Optimizer {
  const options = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, decoded(value)]));
  if (inner !== undefined) return called(optimizer, decoded(inner), options);
  if (gradientClip === undefined) return called(optimizer, options);
  return called(optimizer, { ...options, gradientClip: called('adaptiveGradientClip', gradientClip) });
}

/** The parameters of the file, and what turns numbers for all of them into one tensor for each. */
function problem(dtype: 'float32' | 'float64') {
  const split = (numbers: readonly number[]): Tensor[] => {
    let from = 0;
    return golden.parameters.map(({ shape, start }) => {
      from += start.length;
      return tensor(numbers.slice(from - start.length, from), { dtype, shape: [...shape] });
    });
  };
  const starts = split(golden.parameters.flatMap(({ start }) => start));
  const parameters = golden.parameters.map(
    ({ name }, i): Parameter => ({ name, variable: variable(starts[i] as Tensor, { name }) }),
  );
  return { parameters, split };
}

const joined = (tensors: readonly Tensor[]): number[] => tensors.flatMap((each) => [...each.dataSync()]);

/** Contents after each step, and averages if there are some. */
function run(each: Case, dtype: 'float32' | 'float64', compiled: boolean) {
  const { parameters, split } = problem(dtype);
  const optimizer = optimizerOf(each);
  const step = (...gradients: Tensor[]): void => optimizer.apply(gradients, parameters);
  const update = compiled ? jit(step) : step;
  const [contents, averages]: number[][][] = [[], []];
  for (const numbers of golden.gradients) {
    update(...split(numbers));
    contents?.push(joined(parameters.map((parameter) => parameter.variable.value)));
    const { averages: kept } = optimizer;
    if (kept !== undefined) averages?.push(joined(parameters.map((parameter) => kept.of(parameter).value)));
  }
  return { contents: contents as number[][], averages: averages as number[][] };
}

/** Hundreds of roundings of float64, and of float32. */
const tolerance = { float64: 1e-13, float32: 1e-5 };

/**
 * Declares the tests of an optimizer against the values of the file: for at least ten steps, in both element types, inside
 * and outside jit.
 */
export function followsGolden(name: string): void {
  const cases = golden.cases.filter(({ optimizer }) => optimizer === name);
  describe.each(cases.map((each) => [JSON.stringify(each.options), each] as const))(`${name} of %s`, (_, each) => {
    it(`follows ${each.origin} for ${each.contents.length} steps, inside and outside jit`, () => {
      expect(each.contents.length).toBeGreaterThanOrEqual(10);
      for (const compiled of [false, true]) {
        const found = run(each, 'float64', compiled);
        each.contents.forEach((expected, i) => {
          expectClose(found.contents[i] as number[], expected, tolerance.float64);
        });
        each.averages?.forEach((expected, i) => {
          expectClose(found.averages[i] as number[], expected, tolerance.float64);
        });
      }
    });

    it('does so in float32, as far as that goes', () => {
      const found = run(each, 'float32', true);
      each.contents.forEach((expected, i) => {
        expectClose(found.contents[i] as number[], expected, tolerance.float32);
      });
    });
  });
  it('has golden values', () => {
    expect(cases.length).toBeGreaterThan(0);
  });
}
