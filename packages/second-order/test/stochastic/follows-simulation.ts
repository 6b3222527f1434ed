import { assign, jit, type Tensor } from '@gradkit/core';
import type { Optimizer } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import golden from '../golden/curvature-optimizers.json' with { type: 'json' };
import { coupledProblem } from './coupled-problem.ts';

/** Parameters, and how to evaluate their gradients. */
export type Problem = Pick<ReturnType<typeof coupledProblem>, 'parameters' | 'evaluate' | 'contents'>;

/** Contents after each of the steps. */
function run(optimizer: Optimizer, steps: number, compiled: boolean, problem: Problem): number[][] {
  const step = (): void => optimizer.step(problem.evaluate, problem.parameters);
  const update = compiled ? jit(step) : step;
  return Array.from({ length: steps }, () => {
    update();
    return problem.contents();
  });
}

/**
 * Declares the tests of an optimizer against the values of the file, and that it resumes.
 * @param tolerance relative to values, and to 1 for those below
 * @param problem makes what is to be minimised, from other contents than those of the file
 */
export function followsSimulation<Options>(
  name: string,
  make: (options: Options) => Optimizer,
  tolerance: number,
  problem: (from?: readonly number[]) => Problem = coupledProblem,
): void {
  const cases = golden.cases.filter(({ optimizer }) => optimizer === name);
  it('has simulated values', () => {
    expect(cases.length).toBeGreaterThan(0);
  });
  describe.each(cases.map((each) => [JSON.stringify(each.options), each] as const))('%s', (_, each) => {
    const fresh = (): Optimizer => make(each.options as Options);
    const steps = each.contents.length;

    it.each([
      ['outside', false],
      ['inside', true],
    ])('follows its simulation, %s jit', (__, compiled) => {
      const found = run(fresh(), steps, compiled, problem());
      each.contents.forEach((expected, t) => {
        expected.forEach((value, i) => {
          const error = Math.abs((found[t]?.[i] as number) - value);
          expect(error, `step ${t}, element ${i}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)));
        });
      });
    });

    it('resumes bit for bit from its named state', () => {
      const half = Math.floor(steps / 2);
      const whole = run(fresh(), steps, true, problem());
      const [first, before] = [fresh(), problem()];
      run(first, half, true, before);
      const [resumed, after] = [fresh(), problem(before.contents())];
      resumed.build(after.parameters);
      const saved = new Map(first.namedState.map(({ name: of, variable: { value } }) => [of, value]));
      expect(resumed.namedState.map(({ name: of }) => of)).toEqual([...saved.keys()]);
      assign(resumed.namedState.map(({ name: of, variable: target }) => [target, saved.get(of) as Tensor] as const));
      expect(run(resumed, steps - half, true, after)).toEqual(whole.slice(half));
    });
  });
}
