import { jit, mul, square, sum, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  averageWeights,
  type EvaluationObserver,
  lookahead,
  type Optimizer,
  type Schedule,
  sam,
  sgd,
} from '../src/index.ts';
import { parameter } from './training.ts';

const f64 = { dtype: 'float64' } as const;

describe('wrappers', () => {
  it('share the counter and the learning rate of the inner optimizer', () => {
    const inner = sgd(0.5);
    for (const wrapped of [sam(inner), lookahead(inner), averageWeights(inner)]) {
      expect(wrapped.iterations).toBe(inner.iterations);
      wrapped.learningRate = 0.25;
      expect([wrapped.learningRate, inner.learningRate]).toEqual([0.25, 0.25]);
      wrapped.learningRate = (step) => step + 1;
      expect([wrapped.learningRate, inner.learningRate]).toEqual([1, 1]);
      const { schedule } = wrapped;
      expect((schedule as Schedule)(4)).toBe(5);
      wrapped.learningRate = 0.5;
      expect(wrapped.schedule).toBe(0.5);
    }
  });

  it('follow a changed learning rate without recording again', () => {
    const w = parameter([0]);
    const optimizer = lookahead(sgd(1), { syncPeriod: 1, slowStepSize: 1 });
    let traces = 0;
    const step = jit(() => {
      traces += 1;
      optimizer.step(() => [tensor([1], f64)], [w]);
    });
    step();
    optimizer.learningRate = 0.5;
    step();
    expect(w.variable.value.item()).toBe(-1.5);
    expect(traces).toBe(1);
  });

  it('let the inner optimizer observe the evaluation whose gradients it gets', () => {
    const seen: number[] = [];
    const observing: Optimizer = {
      ...sgd(0.1),
      step(evaluate) {
        seen.push(evaluate({ pass: ({ loss }) => void seen.push(loss.item()) })[0]?.item() ?? 0);
      },
    };
    const w = parameter([3]);
    const evaluate = (observer?: EvaluationObserver): Tensor[] => {
      const loss = square(sum(w.variable.value));
      observer?.pass?.({ loss, penalty: loss, outputs: [], truths: [], lossOf: () => loss });
      return [mul(w.variable.value, 2)];
    };
    for (const wrap of [lookahead, averageWeights, sam]) wrap(observing).step(evaluate, [w]);
    sam(observing, { rho: 2 }).step(evaluate, [w]);
    const nearby = 3.05;
    expect(seen.slice(0, 4)).toEqual([9, 6, 9, 6]);
    expect(seen[4]).toBeCloseTo(nearby ** 2, 12);
    expect(seen.slice(5).map((each) => Math.round(each * 1e9) / 1e9)).toEqual([6.1, 25, 10]);
    expect(w.variable.value.item()).toBe(3);
  });

  it('add their state to that of the inner optimizer, under unique names', () => {
    const optimizer = lookahead(lookahead(averageWeights(sgd({ momentum: 0.9 }))));
    optimizer.build([parameter([1])]);
    const names = ['iterations', 'w/momentum', 'w/mean', 'w/slow', 'w/slow_2'];
    expect(optimizer.namedState.map(({ name }) => name)).toEqual(names);
    expect(optimizer.state).toEqual(optimizer.namedState.map((each) => each.variable));
    expect(optimizer.name).toBe('lookahead');
  });

  it('show the averages of the inner optimizer unless they keep their own', () => {
    const inner = sgd({ ema: {} });
    expect(lookahead(inner).averages).toBe(inner.averages);
    expect(sam(inner).averages).toBe(inner.averages);
    expect(averageWeights(inner).averages).not.toBe(inner.averages);
  });

  it('refuse what is no optimizer, and options that they do not know', () => {
    for (const wrap of [sam, lookahead, averageWeights]) {
      expect(() => wrap(0.1 as never)).toThrow(`${wrap.name}: needs an optimizer such as sgd(), got 0.1`);
      expect(() => wrap(undefined as never)).toThrow(/needs an optimizer/);
    }
    expect(() => sam(sgd(), { rho: 0 })).toThrow(/sam: rho must be a number above 0, got 0/);
    expect(() => sam(sgd(), { adaptive: 1 as never })).toThrow(/sam: adaptive is true or false, got 1/);
    expect(() => sam(sgd(), { radius: 1 } as object)).toThrow(/sam: unknown option "radius"/);
    expect(() => lookahead(sgd(), { syncPeriod: 0 })).toThrow(/lookahead: syncPeriod must be an integer of at least 1/);
    expect(() => lookahead(sgd(), { slowStepSize: 1.5 })).toThrow(/slowStepSize must be a number in \(0, 1\]/);
    expect(() => lookahead(sgd(), { slowStepsize: 1 } as object)).toThrow(/Did you mean "slowStepSize"/);
    expect(() => averageWeights(sgd(), { start: -1 })).toThrow(/start must be an integer of at least 0, got -1/);
    expect(() => averageWeights(sgd(), { every: 0.5 })).toThrow(/every must be an integer of at least 1, got 0.5/);
  });
});
