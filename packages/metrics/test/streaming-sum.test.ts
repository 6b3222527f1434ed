import { greater, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { streamingSum } from '../src/index.ts';

describe('streamingSum', () => {
  it('adds up all values of all batches, by weight', () => {
    const metric = streamingSum({ name: 'total', direction: 'none', values: (a) => a });
    let state = metric.update(metric.initial(), tensor([1, 2]), tensor([0, 0]));
    state = metric.update(state, tensor([5, Number.NaN]), tensor([0, 0]), tensor([3, 0]));
    expect(metric.result(state).item()).toBe(18);
    expect(metric.result(metric.initial()).item()).toBe(0);
  });

  it('counts truth values as 0 and 1, beyond what a float32 can', () => {
    const metric = streamingSum({ name: 'count', direction: 'max', values: (a, b) => greater(a, b) });
    const state = metric.update(tensor(2 ** 24, { dtype: 'float64' }), tensor([1]), tensor([0]));
    expect(metric.result(state).item()).toBe(2 ** 24 + 1);
  });

  it('needs a name, a direction and values', () => {
    expect(() => streamingSum({ name: 'x', direction: 'max' } as never)).toThrow(/streamingSum: needs a name/);
  });
});
