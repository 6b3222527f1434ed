import { assign, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { adam, exponentialDecay, rmsprop } from '../src/index.ts';
import { expectClose, float64 } from './close.ts';
import { contents } from './contents.ts';
import { gradients, parameter, start, train } from './training.ts';

const f64 = { dtype: 'float64' } as const;

describe('named state', () => {
  it('has unique names, also for parameters of the same name', () => {
    const parameters = [parameter([1]), parameter([2]), parameter([3], 'float64', 'w_2')];
    const optimizer = rmsprop({ momentum: 0.9, gradientAccumulationSteps: 2, ema: {} });
    optimizer.build(parameters);
    const names = optimizer.namedState.map(({ name }) => name);
    const slots = ['velocity', 'momentum', 'gradientSum', 'ema'];
    expect(names).toEqual([
      'iterations',
      'accumulated',
      ...['w', 'w_2', 'w_2_2'].flatMap((name) => slots.map((slot) => `${name}/${slot}`)),
    ]);
    expect(optimizer.state).toEqual(optimizer.namedState.map((each) => each.variable));
  });

  it('resumes bit for bit, in the middle of an accumulation', () => {
    const make = () =>
      adam({
        learningRate: exponentialDecay({ initialLearningRate: 0.1, decaySteps: 3, decayRate: 0.5 }),
        amsgrad: true,
        weightDecay: 0.1,
        clipNorm: 1,
        gradientAccumulationSteps: 2,
        ema: { momentum: 0.9, overwriteEvery: 2 },
      });
    const whole = parameter(start);
    const optimizer = make();
    const all = contents(optimizer, whole, gradients);

    const [first, w] = [make(), parameter(start)];
    contents(first, w, gradients.slice(0, 3));
    const saved = new Map(first.namedState.map(({ name, variable }) => [name, [...variable.value.dataSync()]]));

    const [resumed, copy] = [make(), parameter([...w.variable.value.dataSync()])];
    resumed.build([copy]);
    assign(
      resumed.namedState.map(({ name, variable: { dtype, shape }, variable }) => {
        return [variable, tensor(saved.get(name) as number[], { dtype, shape })] as const;
      }),
    );
    expect(contents(resumed, copy, gradients.slice(3))).toEqual(all.slice(3));
    expect(resumed.averages?.of(copy).value.toArray()).toEqual(optimizer.averages?.of(whole).value.toArray());
  });

  it('grows when parameters join, who are treated as if their gradients had been 0', () => {
    const [early, late] = [parameter([1]), parameter([1], 'float64', 'late')];
    const optimizer = adam(0.1);
    optimizer.apply([tensor([1], f64)], [early]);
    optimizer.apply([tensor([1], f64), tensor([2], f64)], [early, late]);
    expect(optimizer.namedState.map(({ name }) => name)).toEqual([
      'iterations',
      'w/momentum',
      'w/velocity',
      'late/momentum',
      'late/velocity',
    ]);
    expectClose([late.variable.value.item()], train(adam(0.1), [1], [[0], [2]]), float64);
  });

  it('cannot be used once a parameter is disposed', () => {
    const w = parameter([1]);
    const optimizer = adam();
    optimizer.build([w]);
    w.variable.dispose();
    expect(() => optimizer.apply([tensor([1], f64)], [w])).toThrow(/variable "w" was disposed/);
    expect(optimizer.iterations.value.item()).toBe(0);
  });
});
