import { add, mul, type Parameter, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { adam, type Optimizer, sgd } from '../src/index.ts';
import { expectClose, float64 } from './close.ts';
import { gradients, parameter, start, train } from './training.ts';

const f64 = { dtype: 'float64' } as const;

describe('weight decay', () => {
  it('takes away a share of the parameter, times the learning rate, before the update', () => {
    // 10 − 0.5 · 0.1 · 10 − 0.5 · 2
    expectClose(train(sgd({ learningRate: 0.5, weightDecay: 0.1 }), [10], [[2]]), [8.5], float64);
    expectClose(train(sgd({ learningRate: 0.5, weightDecay: 0.1 }), [10], [[2]], { compiled: true }), [8.5], float64);
  });

  it('of 2λ is the same as a penalty λ · Σp² for plain descent, and another for Adam', () => {
    const lambda = 0.05;
    const both = (make: (weightDecay: number) => Optimizer): [number, number] => {
      const [decayed, penalised] = [parameter([3]), parameter([3])];
      const [byDecay, byPenalty] = [make(2 * lambda), make(0)];
      for (const g of [1, -2, 0.5]) {
        byDecay.apply([tensor([g], f64)], [decayed]);
        byPenalty.apply([add(mul(penalised.variable.value, 2 * lambda), g)], [penalised]);
      }
      return [decayed.variable.value.item(), penalised.variable.value.item()];
    };
    const [decayed, penalised] = both((weightDecay) => sgd({ learningRate: 0.1, weightDecay }));
    expectClose([decayed], [penalised], float64);
    const [decoupled, coupled] = both((weightDecay) => adam({ learningRate: 0.1, weightDecay }));
    expect(Math.abs(decoupled - coupled)).toBeGreaterThan(0.01);
  });

  it('of 0 changes nothing', () => {
    expect(train(adam({ weightDecay: 0 }), start, gradients)).toEqual(train(adam(), start, gradients));
  });

  it('leaves out parameters by parts of their names, or as a function says', () => {
    for (const excludeFromWeightDecay of [['bias', 'gamma'], ({ name }: Parameter) => !name.includes('kernel')]) {
      const parameters = ['dense/kernel', 'dense/bias', 'norm/gamma'].map((name) => parameter([10], 'float64', name));
      const optimizer = sgd({ learningRate: 1, weightDecay: 0.5, excludeFromWeightDecay });
      optimizer.apply(
        parameters.map(() => tensor([0], f64)),
        parameters,
      );
      expect(parameters.map((each) => each.variable.value.item())).toEqual([5, 10, 10]);
    }
  });

  it('rejects what it cannot use', () => {
    expect(() => sgd({ weightDecay: -1 })).toThrow(/sgd: weightDecay must be a number at least 0, got -1/);
    expect(() => sgd({ excludeFromWeightDecay: ['bias'] })).toThrow(/sgd: excludeFromWeightDecay needs weightDecay/);
    expect(() => sgd({ weightDecay: 1, excludeFromWeightDecay: null as never })).toThrow(/a list of parts of names/);
    expect(() => sgd({ weightDecay: 1, excludeFromWeightDecay: 'bias' as never })).toThrow(
      /sgd: excludeFromWeightDecay is a list of parts of names.*got "bias"/,
    );
  });
});
