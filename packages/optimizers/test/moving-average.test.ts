import { maximum, type Parameter, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { adam, sgd } from '../src/index.ts';
import { expectClose, float64 } from './close.ts';
import { contents } from './contents.ts';
import { parameter } from './training.ts';

const f64 = { dtype: 'float64' } as const;

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
    expect(() => adam({ ema: null as never })).toThrow(/adam: ema: expected an options object, got null/);
    expect(() => adam({ ema: 0 as never })).toThrow(/adam: ema: expected an options object, got 0/);
    expect(() => adam({ ema: true as never })).toThrow(/adam: ema: expected an options object, got true/);
  });
});
