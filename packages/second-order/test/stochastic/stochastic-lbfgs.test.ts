import { gradients } from '@gradkit/autograd';
import { jit, mul, neg, type Parameter, square, sub, sum, type Tensor, tensor, variable } from '@gradkit/core';
import type { Optimizer } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import { stochasticLbfgs } from '../../src/index.ts';
import { coupledProblem } from './coupled-problem.ts';
import { followsSimulation } from './follows-simulation.ts';

const f64 = { dtype: 'float64' } as const;
const content = (optimizer: Optimizer, name: string): Tensor => {
  const found = optimizer.namedState.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found.variable.value;
};

/** Σ curvature · (w − target)² / 2 in two parameters. */
function quadratic(curvatures: readonly number[], dtype: 'float32' | 'float64' = 'float64') {
  const [first, ...others] = curvatures;
  const parts = [[first as number], others].map((part) => tensor(part, { dtype }));
  const parameters = parts.map((part, i): Parameter => ({ name: `w${i}`, variable: variable(mul(part, 0)) }));
  const evaluate = (): Tensor[] => {
    const terms = parameters.map(({ variable: { value } }, i) =>
      sum(mul(mul(parts[i] as Tensor, 0.5), square(sub(value, i + 1)))),
    );
    return gradients((terms[0] as Tensor).add(terms[1] as Tensor), parameters);
  };
  const distance = (): number =>
    Math.hypot(...parameters.flatMap(({ variable: { value } }, i) => [...sub(value, i + 1).dataSync()]));
  return { parameters, evaluate, distance };
}

describe('stochasticLbfgs', () => {
  followsSimulation('stochasticLbfgs', stochasticLbfgs, 1e-10);

  it.each([
    ['float64', 1e-9],
    ['float32', 1e-5],
  ] as const)('has solved a quadratic after a few times as many steps as variables, in %s', (dtype, tolerance) => {
    const { parameters, evaluate, distance } = quadratic([1, 2, 5, 0.5, 8], dtype);
    const optimizer = stochasticLbfgs({ learningRate: 1, maxNorm: 100 });
    const step = jit(() => optimizer.step(evaluate, parameters));
    for (let i = 0; i < 18; i++) step();
    expect(distance()).toBeLessThan(tolerance);
  });

  it('with products of the Hessian solves it too', () => {
    const { parameters, evaluate, distance } = quadratic([1, 2, 5, 0.5, 8]);
    const optimizer = stochasticLbfgs({ learningRate: 0.9, pairs: 'hessian', updatePeriod: 2 });
    const step = jit(() => optimizer.step(evaluate, parameters));
    for (let i = 0; i < 80; i++) step();
    expect(distance()).toBeLessThan(1e-9);
  });

  it('goes downhill where the curvature is negative, no further than maxNorm allows', () => {
    const w: Parameter = { name: 'w', variable: variable(tensor([0.3, -0.4], f64)) };
    const evaluate = (): Tensor[] => gradients(neg(sum(square(w.variable.value))), [w]);
    const optimizer = stochasticLbfgs({ learningRate: 1, maxNorm: 2 });
    let before = 0.5;
    for (let i = 0; i < 5; i++) {
      optimizer.step(evaluate, [w]);
      const norm = Math.hypot(...w.variable.value.dataSync());
      expect(norm).toBeGreaterThan(before);
      expect(norm - before).toBeLessThanOrEqual(2 + 1e-12);
      before = norm;
    }
    const products = content(optimizer, 'stepChange').dataSync();
    expect(products.at(-1)).toBeGreaterThan(0);
  });

  it('remembers nothing of a step that does not move', () => {
    const { parameters, evaluate } = quadratic([1, 2]);
    const optimizer = stochasticLbfgs({ learningRate: 0 });
    optimizer.step(evaluate, parameters);
    expect([...content(optimizer, 'steps').dataSync()].every((each) => each === 0)).toBe(true);
    expect(content(optimizer, 'scale').item()).toBe(1);
    const flat: Parameter = { name: 'w', variable: variable(tensor([1, 2], f64)) };
    const still = stochasticLbfgs();
    still.step(() => gradients(sum(mul(square(flat.variable.value), 0)), [flat]), [flat]);
    expect(flat.variable.value.toArray()).toEqual([1, 2]);
  });

  it('keeps what is remembered in its named state', () => {
    const { parameters } = coupledProblem();
    const optimizer = stochasticLbfgs({ ema: {}, memory: 4 });
    optimizer.build(parameters);
    const shapes = optimizer.namedState.map(({ name, variable: { shape, dtype } }) => [name, dtype, ...shape]);
    expect(shapes).toEqual([
      ['iterations', 'int32'],
      ['w0/ema', 'float64', 2, 3],
      ['w1/ema', 'float64', 2, 2, 1, 2],
      ['steps', 'float64', 4, 14],
      ['changes', 'float64', 4, 14],
      ['stepChange', 'float64', 4, 4],
      ['changeChange', 'float64', 4, 4],
      ['scale', 'float64'],
    ]);
    const byHessian = stochasticLbfgs({ pairs: 'hessian' });
    byHessian.build(parameters);
    expect(byHessian.namedState.slice(-2).map(({ name }) => name)).toEqual(['mean', 'total']);
  });

  it('counts updates without parameters, and takes them by step only', () => {
    const optimizer = stochasticLbfgs(0.3);
    optimizer.step(() => [], []);
    expect(optimizer.iterations.value.item()).toBe(1);
    expect(optimizer.learningRate).toBe(0.3);
    expect(() => optimizer.apply([], [])).toThrow('stochasticLbfgs: needs more than gradients. Use step()');
  });

  it('refuses other parameters than before, and mixed types', () => {
    const { parameters, evaluate } = coupledProblem();
    const optimizer = stochasticLbfgs();
    optimizer.step(evaluate, parameters);
    const [first] = parameters as [Parameter];
    expect(() => optimizer.step(() => evaluate().slice(0, 1), [first])).toThrow(
      'stochasticLbfgs: the parameters have 6 elements, those before had 6, 8. It looks at all of them together: make a new ' +
        'optimizer when layers are frozen or set free.',
    );
    const single: Parameter = { name: 'v', variable: variable([1, 2]) };
    expect(() => stochasticLbfgs().build([first, single])).toThrow(
      'must be all float32 or all float64, got float64 and float32.',
    );
  });

  it('rejects options that it cannot use', () => {
    expect(() => stochasticLbfgs({ memory: 0 })).toThrow('stochasticLbfgs: memory must be an integer of at least 1');
    expect(() => stochasticLbfgs({ updatePeriod: 0.5 })).toThrow('updatePeriod must be an integer of at least 1');
    expect(() => stochasticLbfgs({ maxNorm: 0 })).toThrow('maxNorm must be a number above 0');
    expect(() => stochasticLbfgs({ damping: 1 })).toThrow('damping must be a number in [0, 1)');
    expect(() => stochasticLbfgs({ pairs: 'secant' as never })).toThrow('pairs must be one of "gradients", "hessian"');
    for (const scaleRange of [[1], [2, 1], [0, 1], [1, 2, 3], 4]) {
      expect(() => stochasticLbfgs({ scaleRange: scaleRange as never })).toThrow(
        'stochasticLbfgs: scaleRange must be two numbers above 0, the smaller one first',
      );
    }
    expect(() => stochasticLbfgs({ gradientAccumulationSteps: 2 as never })).toThrow(
      'stochasticLbfgs: cannot accumulate gradients',
    );
    expect(() => stochasticLbfgs({ history: 5 } as never)).toThrow('unknown option "history"');
  });
});
