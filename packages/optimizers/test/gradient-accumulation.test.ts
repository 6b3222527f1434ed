import { jit, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { adam, exponentialDecay, sgd } from '../src/index.ts';
import { contents } from './contents.ts';
import { gradients, parameter, start, train } from './training.ts';

const f64 = { dtype: 'float64' } as const;

describe('gradient accumulation', () => {
  const make = () => sgd({ learningRate: 1, gradientAccumulationSteps: 3 });
  const steps = [[3], [6], [0], [30], [0], [0], [1]];

  it('updates with the mean of the gradients, at every n-th call, in one program', () => {
    const w = parameter([0]);
    const optimizer = make();
    let traces = 0;
    const step = jit((gradient: Tensor) => {
      traces += 1;
      optimizer.apply([gradient], [w]);
    });
    const seen = steps.map((gradient) => {
      step(tensor(gradient, f64));
      return w.variable.value.item();
    });
    expect(seen).toEqual([0, 0, -3, -3, -3, -13, -13]);
    expect(optimizer.iterations.value.item()).toBe(2);
    expect(traces).toBe(1);
  });

  it('does the same outside jit', () => {
    expect(train(make(), [0], steps)).toEqual([-13]);
  });

  it('is the same as an update with the means, for rules with slots and bias correction', () => {
    const pairs = gradients.slice(0, 6);
    const means = [0, 2, 4].map((i) =>
      start.map((_, k) => ((pairs[i]?.[k] as number) + (pairs[i + 1]?.[k] as number)) / 2),
    );
    const options = { learningRate: 0.1, weightDecay: 0.01, globalClipNorm: 1 };
    const accumulated = train(adam({ ...options, gradientAccumulationSteps: 2 }), start, pairs);
    expect(accumulated).toEqual(train(adam(options), start, means));
  });

  it('lets schedules count the calls', () => {
    const learningRate = exponentialDecay({ initialLearningRate: 1, decaySteps: 1, decayRate: 0.5 });
    const optimizer = sgd({ learningRate, gradientAccumulationSteps: 2 });
    expect(train(optimizer, [0], [[1], [1], [1], [1]])).toEqual([-0.5 - 0.125]);
    expect(optimizer.learningRate).toBe(0.5 ** 4);
  });

  it('keeps a NaN to the update it belongs to', () => {
    const w = parameter([0]);
    const seen = contents(make(), w, [[1], [Number.NaN], [1]]);
    expect(seen).toEqual([[0], [0], [Number.NaN]]);
  });

  it('of one step is none', () => {
    const optimizer = adam({ gradientAccumulationSteps: 1 });
    expect(train(optimizer, start, gradients)).toEqual(train(adam(), start, gradients));
    expect(optimizer.state).toHaveLength(3);
  });

  it('takes a whole number of steps', () => {
    expect(() => sgd({ gradientAccumulationSteps: 0 })).toThrow(
      /sgd: gradientAccumulationSteps must be an integer of at least 1, got 0/,
    );
    expect(() => sgd({ gradientAccumulationSteps: 1.5 })).toThrow(/gradientAccumulationSteps must be an integer/);
  });
});
