import { add, assign, jit, mul, type Parameter, pow, sub, type Tensor, tensor, variable } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import type { Optimizer } from '../src/index.ts';
import { expectClose, float64 } from './close.ts';
import golden from './golden/wrappers.json' with { type: 'json' };
import { decoded } from './named.ts';

const f64 = { dtype: 'float64' } as const;

/** The parameters of the file and the gradients of its loss where they are. */
function problem(from: readonly number[] = golden.start) {
  const parts = (numbers: readonly number[]): Tensor[] => {
    let end = 0;
    return golden.sizes.map((size) => {
      end += size;
      return tensor(numbers.slice(end - size, end), f64);
    });
  };
  const [scales, targets] = [parts(golden.scale), parts(golden.target)];
  const parameters = parts(from).map((start, i): Parameter => ({ name: `w${i}`, variable: variable(start) }));
  const gradients = (): Tensor[] =>
    parameters.map(({ variable: { value } }, i) =>
      add(mul(scales[i] as Tensor, sub(value, targets[i] as Tensor)), mul(pow(value, 3), 0.1)),
    );
  return { parameters, gradients };
}

const numbersOf = (tensors: readonly Tensor[]): number[] => tensors.flatMap((each) => [...each.dataSync()]);

/** Contents, and averages if there are some, after each of the steps. */
function run(
  optimizer: Optimizer,
  steps: number,
  compiled: boolean,
  { parameters, gradients }: ReturnType<typeof problem> = problem(),
) {
  const step = (): void => optimizer.step(gradients, parameters);
  const update = compiled ? jit(step) : step;
  return Array.from({ length: steps }, () => {
    update();
    const { averages } = optimizer;
    return {
      contents: numbersOf(parameters.map(({ variable: { value } }) => value)),
      averages: averages === undefined ? [] : numbersOf(parameters.map((each) => averages.of(each).value)),
    };
  });
}

/** Declares the tests of a wrapper against the values of the file, and that it resumes. */
export function followsSimulation(name: string): void {
  const cases = golden.cases.filter(({ optimizer }) => name in optimizer);
  it('has simulated values', () => {
    expect(cases.length).toBeGreaterThan(0);
  });
  describe.each(cases.map((each) => [JSON.stringify(each.optimizer), each] as const))('%s', (_, each) => {
    const make = (): Optimizer => decoded(each.optimizer) as Optimizer;

    it.each([
      ['outside', false],
      ['inside', true],
    ])('follows its simulation for 14 steps, %s jit', (__, compiled) => {
      const found = run(make(), 14, compiled);
      expect(each.contents).toHaveLength(14);
      each.contents.forEach((expected, i) => {
        expectClose(found[i]?.contents ?? [], expected, float64);
      });
      each.averages?.forEach((expected, i) => {
        expectClose(found[i]?.averages ?? [], expected, float64);
      });
    });

    it('resumes bit for bit from its named state', () => {
      const whole = run(make(), 14, true);
      const [first, before] = [make(), problem()];
      run(first, 7, true, before);
      const [resumed, after] = [make(), problem(numbersOf(before.parameters.map(({ variable: { value } }) => value)))];
      resumed.build(after.parameters);
      const saved = new Map(first.namedState.map(({ name, variable: { value } }) => [name, value]));
      expect(resumed.namedState.map(({ name }) => name)).toEqual([...saved.keys()]);
      assign(resumed.namedState.map(({ name, variable: target }) => [target, saved.get(name) as Tensor] as const));
      expect(run(resumed, 7, true, after)).toEqual(whole.slice(7));
    });
  });
}
