import { jit, type Parameter, type Tensor, tensor, variable } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import type { Optimizer } from '../src/index.ts';
import * as optimizers from '../src/index.ts';
import { expectClose } from './close.ts';
import file from './golden/optimizers.json' with { type: 'json' };

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

type Factory = (...args: unknown[]) => never;
const factories = optimizers as unknown as Readonly<Record<string, Factory>>;

/** The functions that a file can only name, called with the options that stand beside the name. */
function called(option: unknown): unknown {
  const [[name, options]] = Object.entries(option as object) as [[string, unknown]];
  return (factories[name] as Factory)(options);
}

function optimizerOf({ optimizer, options: { inner, learningRate, gradientClip, ...rest } }: Case): Optimizer {
  const options = {
    ...rest,
    ...(learningRate === undefined
      ? {}
      : { learningRate: typeof learningRate === 'object' ? called(learningRate) : learningRate }),
    ...(gradientClip === undefined ? {} : { gradientClip: called({ adaptiveGradientClip: gradientClip }) }),
  };
  const factory = factories[optimizer] as Factory;
  return inner === undefined ? factory(options) : factory(called(inner), options);
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

describe.each(golden.cases.map((each) => [each.optimizer, JSON.stringify(each.options), each] as const))(
  '%s with %s',
  (_, __, each) => {
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
  },
);
