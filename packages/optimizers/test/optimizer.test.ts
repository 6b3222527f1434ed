import { assign, jit, maximum, mul, type Parameter, square, sub, sum, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  adam,
  createOptimizer,
  exponentialDecay,
  type Optimizer,
  rmsprop,
  sgd,
  type UpdateRule,
} from '../src/index.ts';
import { expectClose, float32, float64 } from './close.ts';
import { gradients, parameter, start, train } from './training.ts';

const f64 = { dtype: 'float64' } as const;

describe('learning rates', () => {
  it('may be a function of the number of steps before, counted from 0', () => {
    const seen: number[] = [];
    const rate = (step: number): number => {
      seen.push(step);
      return step === 1 ? 10 : 1;
    };
    expect(train(sgd(rate), [0], [[1], [1], [1]])).toEqual([-12]);
    expect([...new Set(seen)]).toEqual([0, 1, 2]);
  });

  it('may be a schedule, inside and outside jit', () => {
    const rate = exponentialDecay({ initialLearningRate: 1, decaySteps: 1, decayRate: 0.5 });
    const steps = [[1], [1], [1], [1]];
    expect(train(sgd(rate), [0], steps)).toEqual([-1.875]);
    expect(train(sgd({ learningRate: rate }), [0], steps, { compiled: true })).toEqual([-1.875]);
  });

  it('read as the rate of the next step', () => {
    const optimizer = sgd(exponentialDecay({ initialLearningRate: 1, decaySteps: 1, decayRate: 0.5 }));
    expect(optimizer.learningRate).toBe(1);
    train(optimizer, [0], [[1], [1]]);
    expect(optimizer.learningRate).toBe(0.25);
  });

  it('can be changed at any time, and no program is recorded again for it', () => {
    const w = parameter([0]);
    const optimizer = sgd(1);
    let traces = 0;
    const step = jit((gradient: Tensor) => {
      traces += 1;
      optimizer.apply([gradient], [w]);
    });
    const one = tensor([1], f64);
    step(one);
    optimizer.learningRate = 0.5;
    step(one);
    optimizer.learningRate *= 0.5;
    step(one);
    optimizer.learningRate = (count) => count;
    step(one);
    expect(w.variable.value.toArray()).toEqual([-1 - 0.5 - 0.25 - 3]);
    expect(traces).toBe(1);
  });

  it('of 0 leave parameters as they are', () => {
    expect(train(adam(0), start, gradients)).toEqual(start);
  });

  it('are rejected when negative or not finite, also in the middle of training', () => {
    expect(() => sgd(-1)).toThrow(/sgd: learningRate must be a finite number of at least 0, got -1/);
    expect(() => adam({ learningRate: Number.NaN })).toThrow(/adam: learningRate must be/);
    expect(() => adam({ learningRate: null as never })).toThrow(/adam: learningRate must be.*got null/);
    const optimizer = adam(0.1);
    expect(() => {
      optimizer.learningRate = Infinity;
    }).toThrow(/adam: learningRate must be/);
    expect(optimizer.learningRate).toBe(0.1);
    const broken = sgd((step) => (step === 1 ? Number.NaN : 1));
    expect(() => train(broken, [0], [[1], [1]])).toThrow(/sgd: the learning rate at step 1 must be a finite number/);
  });
});

describe('steps', () => {
  it('are counted', () => {
    const optimizer = adam();
    expect(optimizer.iterations.value.item()).toBe(0);
    train(optimizer, start, gradients);
    expect(optimizer.iterations.value.item()).toBe(gradients.length);
    expect(optimizer.iterations.dtype).toBe('int32');
  });

  it('give the same numbers inside and outside jit', () => {
    for (const make of [() => sgd({ momentum: 0.9 }), () => rmsprop(), () => adam()]) {
      const plain = train(make(), start, gradients, { dtype: 'float32' });
      expectClose(train(make(), start, gradients, { dtype: 'float32', compiled: true }), plain, float32);
    }
  });

  it('read all old contents before they write any: two parameters that depend on each other swap', () => {
    const [a, b] = [parameter([1], 'float64', 'a'), parameter([5], 'float64', 'b')];
    const difference = sub(a.variable.value, b.variable.value);
    sgd(1).apply([difference, mul(difference, -1)], [a, b]);
    expect([a.variable.value.item(), b.variable.value.item()]).toEqual([5, 1]);
  });

  it('may be several in one program, with the right bias correction for each', () => {
    const [once, twice] = [parameter(start), parameter(start)];
    const [first, second] = gradients as [number[], number[]];
    const [single, double] = [adam(0.1), adam(0.1)];
    single.apply([tensor(first, f64)], [once]);
    single.apply([tensor(second, f64)], [once]);
    jit((g: Tensor, h: Tensor) => {
      double.apply([g], [twice]);
      double.apply([h], [twice]);
    })(tensor(first, f64), tensor(second, f64));
    expectClose(twice.variable.value.dataSync(), once.variable.value.dataSync(), float64);
    expect(double.iterations.value.item()).toBe(2);
  });

  it('keep each element type to itself', () => {
    const [a, b] = [parameter([1], 'float32', 'a'), parameter([1], 'float64', 'b')];
    const optimizer = adam(0.5);
    optimizer.apply([tensor([2]), tensor([2], f64)], [a, b]);
    expectClose([a.variable.value.item(), b.variable.value.item()], [0.5, 0.5], float32);
    expect(optimizer.state.map((v) => v.dtype)).toEqual(['int32', 'float32', 'float32', 'float64', 'float64']);
  });

  it('end with the constraint of the parameter', () => {
    const positive: Parameter = { ...parameter([1, 1]), constraint: (value) => maximum(value, 0) };
    sgd(1).apply([tensor([3, 0.5], f64)], [positive]);
    expect(positive.variable.value.toArray()).toEqual([0, 0.5]);
  });
});

describe('convergence', () => {
  const scales = tensor([1, 10, 0.1], f64);
  const target = tensor([3, -2, 1], f64);
  /** Minimises Σ scale · (w − target)² / 2, whose gradient is scale · (w − target). */
  const distance = (optimizer: Optimizer, steps: number): number => {
    const w = parameter([0, 0, 0]);
    const step = jit(() => {
      const error = sub(w.variable.value, target);
      optimizer.apply([mul(scales, error)], [w]);
      return sum(square(error));
    });
    for (let i = 0; i < steps; i++) step();
    return Math.sqrt(step().item());
  };

  it('of sgd on a quadratic is that of its slowest direction', () => {
    // Each error shrinks by 1 − 0.1 · scale a step: exactly (0, 0.9, 0.99)^k of [3, 2, 1].
    const expected = Math.hypot(3 * 0.9 ** 200, 0, 0.99 ** 200);
    expectClose([distance(sgd(0.1), 200)], [expected], float64);
  });

  it.each([
    ['sgd with momentum', () => sgd({ learningRate: 0.05, momentum: 0.9, nesterov: true }), 1e-6],
    ['rmsprop with a falling rate', () => rmsprop((step) => 0.1 * 0.99 ** step), 1e-2],
    ['adam with a falling rate', () => adam((step) => 0.2 * 0.995 ** step), 1e-3],
  ])('of %s reaches the minimum', (_, make, tolerance) => {
    expect(distance(make(), 2000)).toBeLessThan(tolerance);
  });
});

describe('state', () => {
  it('is created by the first step, or by build, in the order of the parameters', () => {
    const parameters = [parameter([1, 2], 'float64', 'kernel'), parameter([3], 'float64', 'bias')];
    const optimizer = adam();
    expect(optimizer.state).toEqual([optimizer.iterations]);
    optimizer.build(parameters);
    expect(optimizer.state.map((v) => [v.name, v.shape])).toEqual([
      ['adam/iterations', []],
      ['kernel/adam/momentum', [2]],
      ['kernel/adam/velocity', [2]],
      ['bias/adam/momentum', [1]],
      ['bias/adam/velocity', [1]],
    ]);
    const before = optimizer.state;
    optimizer.apply([tensor([1, 1], f64), tensor([1], f64)], parameters);
    expect(optimizer.state).toEqual(before);
  });

  it('may be created while a function is being recorded', () => {
    const optimizer = adam();
    train(optimizer, start, [gradients[0] as number[]], { compiled: true });
    expect(optimizer.state).toHaveLength(3);
  });

  it('is all that is needed to resume', () => {
    const whole = train(adam(0.1), start, gradients);
    const [first, w] = [adam(0.1), parameter(start)];
    for (const gradient of gradients.slice(0, 3)) first.apply([tensor(gradient, f64)], [w]);

    const [resumed, copy] = [adam(0.1), parameter([...w.variable.value.dataSync()])];
    resumed.build([copy]);
    assign(resumed.state.map((target, i) => [target, (first.state[i] as typeof target).value] as const));
    for (const gradient of gradients.slice(3)) resumed.apply([tensor(gradient, f64)], [copy]);
    expect([...copy.variable.value.dataSync()]).toEqual(whole);
  });
});

describe('createOptimizer', () => {
  type Sums = { readonly accumulator: Tensor };
  const adagradLike: UpdateRule<Sums> = {
    name: 'rule',
    slots: { accumulator: 0.5 },
    update:
      ({ learningRate }) =>
      (gradient, w, { accumulator }) => ({
        parameter: sub(w, mul(gradient, learningRate)),
        slots: { accumulator: accumulator.add(square(gradient)) },
      }),
  };

  it('fills slots with the value that the rule names', () => {
    const optimizer = createOptimizer(adagradLike, { learningRate: 1 });
    expect(train(optimizer, [0], [[2], [3]])).toEqual([-5]);
    expect(optimizer.state[1]?.value.toArray()).toEqual([0.5 + 4 + 9]);
    expect(optimizer.name).toBe('rule');
  });

  it('builds what parameters share once for each element type', () => {
    let calls = 0;
    const counted: UpdateRule<Sums> = {
      ...adagradLike,
      update: (hyperparameters) => {
        calls += 1;
        return adagradLike.update(hyperparameters);
      },
    };
    const gradient = tensor([1], f64);
    createOptimizer(counted, { learningRate: 1 }).apply([gradient, gradient], [parameter([0]), parameter([0])]);
    expect(calls).toBe(1);
  });

  it('needs a learning rate', () => {
    expect(() => createOptimizer(adagradLike, {})).toThrow(/rule: learningRate must be a finite number.*got undefined/);
  });
});

describe('gradients that do not fit', () => {
  const parameters = [parameter([1, 2], 'float32', 'kernel'), parameter([3], 'float32', 'bias')];
  const [kernel, bias] = [tensor([1, 1]), tensor([1])];

  it('are named, with the parameter and the way out', () => {
    const optimizer = adam();
    expect(() => optimizer.apply([kernel], parameters)).toThrow(/adam: got 1 gradients for 2 parameters/);
    expect(() => optimizer.apply([bias, kernel], parameters)).toThrow(
      /adam: the gradient of "kernel" has shape \[1\], the parameter \[2\]. Are gradients and parameters in the same order/,
    );
    expect(() => optimizer.apply([tensor([1, 1], f64), bias], parameters)).toThrow(
      /adam: the gradient of "kernel" is float64, the parameter float32/,
    );
    expect(optimizer.iterations.value.item()).toBe(0);
    expect(parameters[0]?.variable.value.toArray()).toEqual([1, 2]);
  });

  it('cannot name a parameter twice', () => {
    const [first] = parameters as [Parameter];
    expect(() => sgd().apply([kernel, kernel], [first, first])).toThrow(/"kernel" is named twice/);
  });
});
