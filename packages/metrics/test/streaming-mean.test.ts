import { equal, greater, mul, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, type Metric, streamingMean } from '../src/index.ts';

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

  it('weighs values by the weight of their sample, or of their timestep', () => {
    const metric = streamingMean({ name: 'first', direction: 'none', values: (a) => a });
    const pairs = tensor([
      [1, 2],
      [3, 5],
    ]);
    expect(computeMetric(metric, pairs, pairs, tensor([3, 1])).item()).toBe(17 / 8);
    expect(computeMetric(metric, pairs, pairs, tensor([[3], [1]])).item()).toBe(17 / 8);
    expect(computeMetric(metric, pairs, pairs, tensor([[3, 1]])).item()).toBe(19 / 8);
    expect(
      computeMetric(
        metric,
        pairs,
        pairs,
        tensor(
          [
            [0, 1],
            [2, 0],
          ],
          { dtype: 'int32' },
        ),
      ).item(),
    ).toBe(8 / 3);
    expect(computeMetric(metric, tensor([7, 9]), tensor([7, 9]), tensor([[1], [3]])).item()).toBe(34 / 4);
  });

  it('does not count values of weight 0, whatever they are', () => {
    const metric = streamingMean({ name: 'first', direction: 'none', values: (a) => a });
    const values = tensor([1, Number.NaN, Number.POSITIVE_INFINITY]);
    expect(computeMetric(metric, values, values, tensor([2, 0, 0])).item()).toBe(1);
    expect(computeMetric(metric, values, values, tensor([0, 0, 0])).item()).toBeNaN();
  });

  it('rejects weights that fit no axes', () => {
    const metric = streamingMean({ name: 'first', direction: 'none', values: (a) => a });
    const values = tensor([[1, 2]]);
    expect(() => computeMetric(metric, values, values, tensor([1, 2]))).toThrow(
      /first: sampleWeight \[2\] does not fit values \[1, 2\]. Give one number per sample/,
    );
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
