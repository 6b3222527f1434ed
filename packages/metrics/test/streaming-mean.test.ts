import { equal, greater, mul, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { type Metric, streamingMean } from '../src/index.ts';

describe('streamingMean', () => {
  it('averages all values of all batches, however many each has', () => {
    const metric = streamingMean({ name: 'product', direction: 'none', values: (a, b) => mul(a, b) });
    let state = metric.update(metric.initial(), tensor([1, 2]), tensor([3, 4]));
    state = metric.update(state, tensor([5]), tensor([10]));
    expect(metric.result(state).item()).toBeCloseTo((3 + 8 + 50) / 3, 15);
    expect(metric.result(state).dtype).toBe('float64');
  });

  it('counts truth values as 0 and 1', () => {
    const metric = streamingMean({
      name: 'bothPositive',
      direction: 'max',
      values: (a, b) => equal(greater(a, 0), greater(b, 0)),
    });
    const state = metric.update(metric.initial(), tensor([1, -1, 1]), tensor([1, 1, 1]));
    expect(state.total.item()).toBe(2);
  });

  it('is a metric whatever its state: lists of them can be kept', () => {
    const list: Metric[] = [streamingMean({ name: 'sum', direction: 'min', values: (a) => a })];
    expect(list[0]).toMatchObject({ name: 'sum', direction: 'min' });
  });

  it('needs a name, a direction and values', () => {
    const values = (): never => expect.fail();
    expect(() => streamingMean({ name: '', direction: 'max', values })).toThrow(/streamingMean: needs a name/);
    expect(() => streamingMean({ name: 'x', direction: 'up' as 'max', values })).toThrow(/'max', 'min' or 'none'/);
    expect(() => streamingMean({ name: 'x', direction: 'max' } as never)).toThrow(/a function values/);
  });
});
