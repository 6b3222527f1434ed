import { assign, jit, maximum, mul, type Parameter, sub, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { adam, exponentialDecay, type Optimizer, rmsprop, sgd } from '../src/index.ts';
import { expectClose, float64 } from './close.ts';
import { gradients, parameter, start, train } from './training.ts';

const f64 = { dtype: 'float64' } as const;

/** Applies gradients one after the other, in one compiled program, and returns the contents after each. */
function contents(optimizer: Optimizer, w: Parameter, steps: readonly (readonly number[])[]): number[][] {
  const step = jit((gradient: Tensor) => optimizer.apply([gradient], [w]));
  return steps.map((gradient) => {
    step(tensor(gradient, f64));
    return [...w.variable.value.dataSync()];
  });
}

describe('weight decay', () => {
  it('takes away a share of the parameter, times the learning rate, before the update', () => {
    // 10 − 0.5 · 0.1 · 10 − 0.5 · 2
    expectClose(train(sgd({ learningRate: 0.5, weightDecay: 0.1 }), [10], [[2]]), [8.5], float64);
    expectClose(train(sgd({ learningRate: 0.5, weightDecay: 0.1 }), [10], [[2]], { compiled: true }), [8.5], float64);
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
    expect(() => sgd({ weightDecay: 1, excludeFromWeightDecay: 'bias' as never })).toThrow(
      /sgd: excludeFromWeightDecay is a list of parts of names.*got "bias"/,
    );
  });
});

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

describe('moving averages of parameters', () => {
  it('begin at the first update and follow from there', () => {
    const w = parameter([10]);
    const optimizer = sgd({ learningRate: 1, ema: { momentum: 0.5 } });
    expect(contents(optimizer, w, [[2], [4], [0]])).toEqual([[8], [4], [4]]);
    // 8, then (8 + 4) / 2, then (6 + 4) / 2
    expect(optimizer.averages?.of(w).value.item()).toBe(5);
  });

  it('overwrite the parameters at the period asked for', () => {
    const optimizer = sgd({ learningRate: 1, ema: { momentum: 0.5, overwriteEvery: 2 } });
    // Averages 8, 6: overwritten; then 6 + 5 from the parameter 4: (6 + 4) / 2 = 5, and (5 + 4) / 2: overwritten.
    expect(contents(optimizer, parameter([10]), [[2], [4], [2], [0]])).toEqual([[8], [6], [4], [4.5]]);
  });

  it('are of what the constraint leaves, and keep to it when they overwrite', () => {
    const w: Parameter = { ...parameter([1]), constraint: (value) => maximum(value, 0) };
    const optimizer = sgd({ learningRate: 1, ema: { momentum: 0.5, overwriteEvery: 2 } });
    expect(contents(optimizer, w, [[-1], [9]])).toEqual([[2], [1]]);
  });

  it('move only when an update is made', () => {
    const w = parameter([10]);
    const optimizer = sgd({ learningRate: 1, gradientAccumulationSteps: 2, ema: { momentum: 0.5 } });
    contents(optimizer, w, [[2], [2], [4], [4], [100]]);
    expect(w.variable.value.item()).toBe(4);
    expect(optimizer.averages?.of(w).value.item()).toBe(6);
  });

  it('can be exchanged with the parameters, and back', () => {
    const [w, v] = [parameter([10]), parameter([1], 'float64', 'v')];
    const optimizer = sgd({ learningRate: 1, ema: {} });
    for (const g of [2, 4]) optimizer.apply([tensor([g], f64), tensor([0], f64)], [w, v]);
    const average = 0.99 * 8 + (1 - 0.99) * 4;
    optimizer.averages?.swap([w, v]);
    expectClose([w.variable.value.item(), v.variable.value.item()], [average, 1], float64);
    optimizer.averages?.swap([w, v]);
    expect(w.variable.value.item()).toBe(4);
    expectClose([optimizer.averages?.of(w).value.item() as number], [average], float64);
  });

  it('exist before the first update as the parameter itself', () => {
    const w = parameter([10]);
    const optimizer = sgd({ ema: {} });
    optimizer.build([w]);
    expect(optimizer.averages?.of(w).value.item()).toBe(10);
  });

  it('are missing where none were asked for, or the parameter is unknown', () => {
    expect(sgd().averages).toBeUndefined();
    const optimizer = sgd({ ema: {} });
    expect(() => optimizer.averages?.swap([parameter([1])])).toThrow(/sgd: there is no average of "w"/);
  });

  it('reject options out of range', () => {
    expect(() => adam({ ema: { momentum: 1 } })).toThrow(/adam: ema: momentum must be a number in \[0, 1\), got 1/);
    expect(() => adam({ ema: { overwriteEvery: 0 } })).toThrow(/adam: ema: overwriteEvery must be an integer/);
    expect(() => adam({ ema: { decay: 0.9 } as object })).toThrow(/adam: ema: unknown option "decay"/);
    expect(() => adam({ ema: true as never })).toThrow(/adam: ema: expected an options object, got true/);
  });
});

describe('the proximal step of a regularizer', () => {
  it('comes after the update and before the constraint, with the learning rate', () => {
    const calls: string[] = [];
    const regularizer = Object.assign((value: Tensor) => value, {
      proximal: (value: Tensor, learningRate: Tensor) => {
        calls.push('proximal');
        return sub(value, mul(learningRate, 3));
      },
    });
    const constraint = (value: Tensor) => {
      calls.push('constraint');
      return maximum(value, 0);
    };
    const w: Parameter = { ...parameter([10, 1]), regularizer, constraint };
    sgd(0.5).apply([tensor([2, 2], f64)], [w]);
    expect(w.variable.value.toArray()).toEqual([7.5, 0]);
    expect(calls).toEqual(['proximal', 'constraint']);
  });
});

describe('step', () => {
  it('asks for the gradients once and applies them, inside and outside jit', () => {
    for (const compiled of [false, true]) {
      const w = parameter([1]);
      const optimizer = sgd(0.25);
      let asked = 0;
      const step = () =>
        optimizer.step(() => {
          asked += 1;
          return [mul(w.variable.value, 2)];
        }, [w]);
      const run = compiled ? jit(step) : step;
      run();
      expect(asked).toBe(1);
      run();
      expect(w.variable.value.item()).toBe(0.25);
    }
  });
});

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
