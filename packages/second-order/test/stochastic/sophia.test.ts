import { gradients } from '@gradkit/autograd';
import { jit, mul, square, sum, tensor, variable } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { sophia } from '../../src/index.ts';
import { coupledProblem } from './coupled-problem.ts';
import { followsSimulation } from './follows-simulation.ts';
import { classes, features, probabilities, slopes, softmaxProblem, weights } from './softmax-problem.ts';

const bartlett = { estimator: 'gauss-newton-bartlett' } as const;

describe('sophia', () => {
  followsSimulation('sophia', sophia, 1e-12);

  it.each([
    ['numbers of classes', false],
    ['one-hot rows', true],
  ])('squares the gradient for truths that it draws, as %s', (_, isOneHot) => {
    const { w, evaluate, drawn } = softmaxProblem({ isOneHot });
    const optimizer = sophia({ ...bartlett, beta1: 0, beta2: 0, rho: 3, learningRate: 0.1, updatePeriod: 1 });
    optimizer.step(evaluate, [w]);
    expect(drawn).toHaveLength(1);
    const rows = drawn[0]?.toArray() as number[] | number[][];
    const truth = rows.map((row) => (typeof row === 'number' ? row : row.indexOf(1)));
    const hessian = slopes(truth).map((g) => features.length * g ** 2);
    const expected = slopes(classes).map((g, i) => {
      const ratio = Math.min(1, Math.max(-1, g / Math.max(3 * (hessian[i] as number), 1e-12)));
      return (weights.flat()[i] as number) - 0.1 * ratio;
    });
    [...w.variable.value.dataSync()].forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] as number, 12);
    });
  });

  it('estimates the diagonal of the Gauss–Newton matrix without bias', () => {
    // With no learning rate and a mean over all steps, the slot is the average of the estimates.
    const { w, evaluate } = softmaxProblem();
    const optimizer = sophia({ ...bartlett, learningRate: 0, updatePeriod: 1, beta2: 0 });
    const total = new Float64Array(6);
    const draws = 1500;
    const step = jit(() => optimizer.step(evaluate, [w]));
    for (let i = 0; i < draws; i++) {
      step();
      const slot = optimizer.namedState.find(({ name }) => name === 'w/hessian');
      slot?.variable.value.dataSync().forEach((value, at) => {
        total[at] = (total[at] as number) + value / draws;
      });
    }
    const p = probabilities();
    const exact = [0, 1].flatMap((j) =>
      [0, 1, 2].map((k) =>
        features.reduce((sum_, x, b) => {
          const each = (p[b] as number[])[k] as number;
          return sum_ + ((x[j] as number) ** 2 * each * (1 - each)) / features.length;
        }, 0),
      ),
    );
    // Standard deviations of the means are about a thirtieth of the values.
    exact.forEach((value, i) => {
      expect(Math.abs((total[i] as number) / value - 1)).toBeLessThan(0.15);
    });
  });

  it('moves by the learning rate where the curvature is not positive', () => {
    const w = variable(tensor([1, -2], { dtype: 'float64' }));
    const parameters = [{ name: 'w', variable: w }];
    const loss = () => mul(sum(square(w.value)), -1);
    sophia({ learningRate: 0.25 }).step(() => gradients(loss(), parameters), parameters);
    expect(w.value.toArray()).toEqual([1.25, -2.25]);
  });

  it('says what to do when it cannot draw truths', () => {
    const { parameters, loss } = coupledProblem();
    const plain = () => gradients(loss(), parameters);
    expect(() => sophia(bartlett).step(plain, parameters)).toThrow(
      /sophia: needs to see the outputs and the loss\. Train with fit\(\) or trainStep\(\), or call step\(\(observer\) => …\)/,
    );
    expect(() => sophia().step(plain, parameters)).not.toThrow();
  });

  it('rejects what it cannot use', () => {
    expect(() => sophia({ estimator: 'exact' as never })).toThrow(
      'sophia: estimator must be one of "hutchinson", "gauss-newton-bartlett", got "exact".',
    );
    expect(() => sophia({ likelihood: 'poisson' as never })).toThrow('sophia: likelihood must be one of "categorical"');
    expect(() => sophia({ rho: 0 })).toThrow('sophia: rho must be a number above 0, got 0.');
    expect(() => sophia({ beta1: 1 })).toThrow('sophia: beta1 must be a number in [0, 1), got 1.');
    expect(() => sophia({ updatePeriod: 1.5 })).toThrow(
      'sophia: updatePeriod must be an integer of at least 1, got 1.5.',
    );
    expect(() => sophia({ fromLogits: 'yes' as never })).toThrow('sophia: fromLogits is true or false');
    expect(() => sophia({ gamma: 1 } as never)).toThrow('unknown option "gamma"');
    expect(() => sophia().apply([], [])).toThrow('sophia: needs more than gradients');
  });
});
