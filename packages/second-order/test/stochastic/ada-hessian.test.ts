import { gradients } from '@gradkit/autograd';
import { mul, type Parameter, square, sum, tensor, variable } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { adaHessian } from '../../src/index.ts';
import { coupledProblem } from './coupled-problem.ts';
import { followsSimulation } from './follows-simulation.ts';

const f64 = { dtype: 'float64' } as const;

describe('adaHessian', () => {
  followsSimulation('adaHessian', adaHessian, 1e-12);

  it('takes a step of Newton where the Hessian is diagonal', () => {
    const w: Parameter = { name: 'w', variable: variable(tensor([3, 2, -1], f64)) };
    const curvature = tensor([1, 100, 0.01], f64);
    const loss = () => sum(mul(square(w.variable.value), mul(curvature, 0.5)));
    adaHessian({ learningRate: 1, epsilon: 1e-12 }).step(() => gradients(loss(), [w]), [w]);
    for (const left of w.variable.value.dataSync()) expect(Math.abs(left)).toBeLessThan(1e-9);
  });

  it('takes that step in float32 to its last digits: 1 − beta2 has no rounding error of beta2', () => {
    const w: Parameter = { name: 'w', variable: variable([3, 2]) };
    const loss = () => sum(mul(square(w.variable.value), tensor([0.5, 50])));
    adaHessian({ learningRate: 1, epsilon: 1e-12 }).step(() => gradients(loss(), [w]), [w]);
    for (const left of w.variable.value.dataSync()) expect(Math.abs(left)).toBeLessThan(2e-6);
  });

  it('draws other signs with another seed', () => {
    const after = (seed: number): number[] => {
      const { evaluate, parameters, contents } = coupledProblem();
      adaHessian({ seed }).step(evaluate, parameters);
      return contents();
    };
    expect(after(1)).toEqual(after(1));
    expect(after(1)).not.toEqual(after(2));
  });

  it('names its state, and forgets no slot in a checkpoint', () => {
    const { parameters } = coupledProblem();
    const optimizer = adaHessian({ ema: {} });
    optimizer.build(parameters);
    expect(optimizer.namedState.map(({ name }) => name)).toEqual([
      'iterations',
      'w0/momentum',
      'w0/velocity',
      'w0/ema',
      'w1/momentum',
      'w1/velocity',
      'w1/ema',
    ]);
    expect(optimizer.averages).toBeDefined();
    expect(optimizer.name).toBe('adaHessian');
  });

  it('accumulates gradients, with the curvature of the last', () => {
    const [once, twice] = [coupledProblem(), coupledProblem()];
    adaHessian().step(once.evaluate, once.parameters);
    const accumulating = adaHessian({ gradientAccumulationSteps: 2 });
    accumulating.step(twice.evaluate, twice.parameters);
    expect(twice.contents()).toEqual(coupledProblem().contents());
    accumulating.step(twice.evaluate, twice.parameters);
    twice.contents().forEach((value, i) => {
      expect(value).toBeCloseTo(once.contents()[i] as number, 12);
    });
  });

  it('takes a bare learning rate, and follows a changed one', () => {
    const optimizer = adaHessian(0.5);
    expect(optimizer.learningRate).toBe(0.5);
    optimizer.learningRate = (step) => 1 / (step + 1);
    expect(optimizer.learningRate).toBe(1);
  });

  it('rejects what it cannot use', () => {
    expect(() => adaHessian({ beta2: 1 })).toThrow('adaHessian: beta2 must be a number in [0, 1), got 1.');
    expect(() => adaHessian({ hessianPower: 0 })).toThrow(
      'adaHessian: hessianPower must be a number in (0, 1], got 0.',
    );
    expect(() => adaHessian({ updatePeriod: 0 })).toThrow('adaHessian: updatePeriod must be an integer of at least 1');
    expect(() => adaHessian({ epsilon: 0 })).toThrow('epsilon must be a number above 0');
    expect(() => adaHessian({ seed: 0.5 })).toThrow('key: a seed is a safe integer, got 0.5.');
    expect(() => adaHessian({ spatialAveraging: 1 as never })).toThrow('spatialAveraging is true or false, got 1');
    expect(() => adaHessian({ updatePeriode: 2 } as never)).toThrow('Did you mean "updatePeriod"?');
    expect(() => adaHessian().apply([], [])).toThrow('adaHessian: needs more than gradients. Use step()');
    expect(() => adaHessian().step([] as never, [])).toThrow('adaHessian: step() takes a function');
  });

  it('does nothing but count for no parameters', () => {
    const optimizer = adaHessian({ updatePeriod: 2 });
    optimizer.step(() => [], []);
    expect(optimizer.iterations.value.item()).toBe(1);
  });
});
