import { gradients } from '@gradkit/autograd';
import { exp, matmul, mean, mul, type Parameter, square, sub, sum, type Tensor, tensor, variable } from '@gradkit/core';
import type { EvaluationObserver, Optimizer } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import { hessianFree } from '../../src/index.ts';
import { coupledProblem } from './coupled-problem.ts';
import { followsSimulation } from './follows-simulation.ts';
import { networkProblem } from './network-problem.ts';

const f64 = { dtype: 'float64' } as const;
const damping = (optimizer: Optimizer): number =>
  optimizer.namedState.find(({ name }) => name === 'damping')?.variable.value.item() ?? Number.NaN;

/** One parameter, its outputs, and the loss of these. */
function problemOf(
  start: readonly number[],
  outputs: (w: Tensor) => Tensor,
  loss: (z: Tensor) => Tensor,
  dtype: 'float32' | 'float64' = 'float64',
) {
  const w: Parameter = { name: 'w', variable: variable(tensor(start, { dtype })) };
  const evaluate = (observer?: EvaluationObserver): Tensor[] => {
    const z = outputs(w.variable.value);
    const lossOf = ([z]: readonly Tensor[]): Tensor => loss(z as Tensor);
    const value = lossOf([z]);
    observer?.pass?.({ loss: value, penalty: tensor(0, { dtype }), outputs: [z], truths: [], lossOf });
    return gradients(value, [w]);
  };
  const now = (): number => loss(outputs(w.variable.value)).item();
  return { w, evaluate, now };
}

describe('hessianFree', () => {
  followsSimulation('hessianFree', hessianFree, 1e-8, networkProblem);

  it.each([
    ['float64', 1e-10],
    ['float32', 1e-4],
  ] as const)('solves a linear regression in one step without damping, in %s', (dtype, tolerance) => {
    const x = Array.from({ length: 8 }, (_, i) => [1, i / 4, Math.sin(i), Math.cos(2 * i)]);
    const truth = [2, -1, 0.5, 3];
    const y = x.map((row) => row.reduce((total, each, j) => total + each * (truth[j] as number), 0));
    const [xs, ys] = [tensor(x, { dtype }), tensor(y, { dtype })];
    const outputs = (w: Tensor): Tensor => matmul(xs, w);
    const { w, evaluate } = problemOf([0, 0, 0, 0], outputs, (z) => mean(square(sub(z, ys))), dtype);
    const optimizer = hessianFree({ damping: 0, tolerance: 0 });
    optimizer.step(evaluate, [w]);
    w.variable.value.dataSync().forEach((value, i) => {
      expect(Math.abs(value - (truth[i] as number))).toBeLessThan(tolerance);
    });
    expect(damping(optimizer)).toBe(0);
  });

  it('never makes the loss of its batch larger, and damps more while the model is bad', () => {
    // Far from the minimum at 0, the curvature of exp is nothing like that of its square.
    const { w, evaluate, now } = problemOf([-6, 3], exp, (z) => sum(square(sub(z, 1))));
    const optimizer = hessianFree({ damping: 1e-6 });
    let before = now();
    let largest = 0;
    for (let i = 0; i < 40; i++) {
      optimizer.step(evaluate, [w]);
      largest = Math.max(largest, damping(optimizer));
      expect(now()).toBeLessThanOrEqual(before);
      before = now();
    }
    expect(largest).toBeGreaterThan(1e-6);
    expect(before).toBeLessThan(1e-6);
  });

  it('stays where the loss is no number everywhere else, and damps more', () => {
    const start = [2, -2];
    const here = tensor(start, f64);
    // 0 / 0 as soon as an element moves.
    const outputs = (w: Tensor): Tensor => {
      const moved = sum(square(sub(w, here)));
      return mul(w, exp(mul(moved, Number.POSITIVE_INFINITY)));
    };
    const plain = problemOf(
      start,
      (w) => w,
      (z) => sum(square(z)),
    );
    const { w } = plain;
    const evaluate = (observer?: EvaluationObserver): Tensor[] => {
      const loss = sum(square(outputs(w.variable.value)));
      return plain.evaluate({ pass: (pass) => observer?.pass?.({ ...pass, loss }) });
    };
    const optimizer = hessianFree();
    optimizer.step(evaluate, [w]);
    expect(w.variable.value.toArray()).toEqual(start);
    expect(damping(optimizer)).toBeCloseTo(0.15, 12);
  });

  it('survives a batch whose loss is no number', () => {
    const scale = variable(tensor(1, f64));
    const { w, evaluate, now } = problemOf(
      [3, 1],
      (z) => mul(z, scale.value),
      (z) => sum(square(z)),
    );
    const optimizer = hessianFree();
    optimizer.step(evaluate, [w]);
    const before = w.variable.value.toArray();
    const damped = damping(optimizer);
    scale.assign(Number.NaN);
    optimizer.step(evaluate, [w]);
    expect(w.variable.value.toArray()).toEqual(before);
    expect(damping(optimizer)).toBeCloseTo(damped * 1.5, 12);
    scale.assign(1);
    for (let i = 0; i < 5; i++) optimizer.step(evaluate, [w]);
    expect(now()).toBeLessThan(1e-6);
  });

  it('stays at a minimum', () => {
    const { w, evaluate } = problemOf(
      [1, 1],
      (z) => z,
      (z) => sum(square(sub(z, 1))),
    );
    const optimizer = hessianFree();
    for (let i = 0; i < 3; i++) optimizer.step(evaluate, [w]);
    expect(w.variable.value.toArray()).toEqual([1, 1]);
  });

  it('keeps the direction and the damping in its named state', () => {
    const { parameters } = networkProblem();
    const optimizer = hessianFree({ ema: {}, damping: 3 });
    optimizer.build(parameters);
    expect(optimizer.namedState.map(({ name, variable: { shape } }) => [name, ...shape])).toEqual([
      ['iterations'],
      ['w0/ema', 2, 3],
      ['w1/ema', 3, 1],
      ['direction', 9],
      ['damping'],
    ]);
    expect(damping(optimizer)).toBe(3);
  });

  it('counts updates without parameters', () => {
    const optimizer = hessianFree();
    optimizer.step(() => [], []);
    expect(optimizer.iterations.value.item()).toBe(1);
  });

  it('says what to do when it cannot see the outputs', () => {
    const { parameters, loss } = coupledProblem();
    const plain = () => gradients(loss(), parameters);
    expect(() => hessianFree().step(plain, parameters)).toThrow(
      /hessianFree: needs to see the outputs and the loss\. Train with fit\(\) or trainStep\(\)/,
    );
    expect(() => hessianFree().apply([], [])).toThrow('hessianFree: needs more than gradients. Use step()');
  });

  it('rejects options that it cannot use', () => {
    expect(() => hessianFree({ damping: -1 })).toThrow('hessianFree: damping must be a number at least 0, got -1.');
    expect(() => hessianFree({ dampingFactor: 0 })).toThrow('dampingFactor must be a number in (0, 1]');
    expect(() => hessianFree({ maxIterations: 0 })).toThrow('maxIterations must be an integer of at least 1');
    expect(() => hessianFree({ tolerance: Number.NaN })).toThrow('tolerance must be a number at least 0');
    expect(() => hessianFree({ warmStart: 1.1 })).toThrow('warmStart must be a number in [0, 1]');
    expect(() => hessianFree({ gradientAccumulationSteps: 4 as never })).toThrow(
      'hessianFree: cannot accumulate gradients',
    );
    expect(() => hessianFree({ lambda: 1 } as never)).toThrow('unknown option "lambda"');
  });
});
