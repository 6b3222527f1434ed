import {
  add,
  explain,
  jit,
  maximum,
  mul,
  ones,
  type Parameter,
  sub,
  sum,
  type Tensor,
  tensor,
  variable,
  zeros,
} from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  adadelta,
  adafactor,
  adagrad,
  adam,
  adamax,
  adamw,
  averageWeights,
  createOptimizer,
  ftrl,
  type LearningRate,
  lamb,
  lion,
  lookahead,
  muon,
  nadam,
  nag,
  type Optimizer,
  type OptimizerOptions,
  rmsprop,
  scheduleFreeAdamw,
  sgd,
  type UpdateRule,
} from '../src/index.ts';
import { parameter } from './training.ts';

const f64 = { dtype: 'float64' } as const;

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

  it('refuses what it cannot ask, and gradients that do not fit', () => {
    const w = parameter([1]);
    expect(() => sgd().step([tensor([1], f64)] as never, [w])).toThrow(
      /sgd: step\(\) takes a function that returns the gradients, got an array of length 1. apply\(\) takes gradients/,
    );
    expect(() => sgd().step(() => [], [w])).toThrow(/sgd: got 0 gradients for 1 parameters/);
    expect(() => sgd().apply(tensor([1], f64) as never, [w])).toThrow(/sgd: takes a list of gradients and one of/);
    expect(() => sgd().apply([tensor([1], f64)], undefined as never)).toThrow(/sgd: takes a list.*got undefined/);
  });
});

describe('rules', () => {
  it('may keep slots of other shapes, slots for some parameters only, and scalars that all share', () => {
    const rule: UpdateRule<{ readonly total: Tensor; readonly copy: Tensor | undefined }> = {
      name: 'rule',
      slots: {
        total: ({ variable: { dtype } }) => tensor(10, { dtype }),
        copy: ({ name, variable: { value } }) => (name === 'b' ? value : undefined),
      },
      shared: { factor: 1 },
      advance: ({ factor }) => ({ factor: mul(factor as Tensor, 0.5), other: tensor(3, f64) }),
      update:
        ({ shared: { factor, other } }) =>
        (gradient, w, { total, copy }) => ({
          parameter: add(sub(w, mul(gradient, factor as Tensor)), mul(copy ?? 0, other as Tensor)),
          slots: { total: add(total, sum(gradient)), copy: copy && mul(copy, 2) },
        }),
    };
    const [a, b] = [parameter([1, 2], 'float64', 'a'), parameter([3, 4], 'float32', 'b')];
    const optimizer = createOptimizer(rule, { learningRate: 1 });
    const step = jit((g: Tensor, h: Tensor) => optimizer.apply([g, h], [a, b]));
    step(tensor([2, 4], f64), tensor([6, 8]));
    expect(a.variable.value.toArray()).toEqual([0, 0]);
    expect(b.variable.value.toArray()).toEqual([3 - 3 + 9, 4 - 4 + 12]);
    const content = optimizer.namedState.map(({ name, variable: { value } }) => [name, value.toArray()]);
    expect(Object.fromEntries(content)).toEqual({
      iterations: 1,
      factor: 0.5,
      'a/total': 16,
      'b/total': 24,
      'b/copy': [6, 8],
    });
  });

  it('have to return all of their slots', () => {
    const rule = {
      name: 'rule',
      slots: { velocity: 0 },
      update: () => (_: Tensor, w: Tensor) => ({ parameter: w, slots: {} }),
    };
    const optimizer = createOptimizer(rule as never, { learningRate: 1 });
    expect(() => optimizer.apply([tensor([1], f64)], [parameter([1])])).toThrow(
      /rule: the rule returned no new content of its slot "velocity"/,
    );
  });
});

describe('options of every optimizer', () => {
  const factories: readonly ((options?: OptimizerOptions | LearningRate) => Optimizer)[] = [
    adadelta,
    adafactor,
    adagrad,
    adam,
    adamax,
    adamw,
    ftrl,
    lamb,
    lion,
    muon,
    nadam,
    nag,
    rmsprop,
    scheduleFreeAdamw,
    sgd,
  ];

  it.each(factories.map((make) => [make.name, make] as const))('are checked by %s', (name, make) => {
    expect(() => make('fast' as never)).toThrow(`${name}: expected an options object, got "fast"`);
    expect(() => make(null as never)).toThrow(`${name}: expected an options object, got null`);
    expect(() => make(-1)).toThrow(/learningRate must be/);
    expect(() => make({ learningRate: '0.1' as never })).toThrow(/learningRate must be/);
    expect(() => make({ weightdecay: 1 } as object)).toThrow('Did you mean "weightDecay"?');
    expect(() => make({ weightDecay: Number.NaN })).toThrow(/weightDecay must be a number at least 0, got NaN/);
    expect(() => make({ clipNorm: 0 })).toThrow(/clipNorm must be a number above 0, got 0/);
    expect(() => make({ gradientAccumulationSteps: 0 })).toThrow(/gradientAccumulationSteps must be an integer/);
    expect(() => make({ ema: { momentum: 2 } })).toThrow(/ema: momentum must be/);
  });
});

describe('the update', () => {
  const shapes = [[6, 4], [4], [4, 2], [2]];
  /** Kernels of a compiled update of four parameters. */
  const kernels = (optimizer: Optimizer): number => {
    const parameters = shapes.map((shape, i): Parameter => ({ name: `p${i}`, variable: variable(zeros(shape)) }));
    const gradients = shapes.map((shape) => ones(shape).realize());
    optimizer.build(parameters);
    return Number.parseInt(
      explain(
        jit((...given: Tensor[]) => optimizer.step(() => given, parameters)),
        ...gradients,
      ),
      10,
    );
  };

  it.each([
    ['sgd', () => sgd({ momentum: 0.9 })],
    ['adagrad', () => adagrad()],
    ['adadelta', () => adadelta()],
    ['rmsprop', () => rmsprop({ centered: true, momentum: 0.9 })],
    ['adam', () => adam({ amsgrad: true })],
    ['adamw', () => adamw()],
    ['adamax', () => adamax()],
    ['nadam', () => nadam()],
    ['lion', () => lion()],
    ['ftrl', () => ftrl()],
    ['scheduleFreeAdamw', () => scheduleFreeAdamw()],
    [
      'what accumulates, decays and averages',
      () => adamw({ gradientAccumulationSteps: 4, ema: { overwriteEvery: 3 } }),
    ],
    ['lookahead', () => lookahead(adam())],
    ['averageWeights', () => averageWeights(adam())],
  ])('of %s is one kernel for each parameter and one for the scalars', (_, make) => {
    expect(kernels(make())).toBeLessThanOrEqual(shapes.length + 1);
  });
});
