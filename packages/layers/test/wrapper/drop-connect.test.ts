import { jit, key, ones, type Tensor } from '@gradkit/core';
import { ones as allOnes } from '@gradkit/initializers';
import { describe, expect, it } from 'vitest';
import { conv2d, dense, dropConnect, dropout, flatten, freeze, sequential } from '../../src/index.ts';

const training = { training: true };
const values = (x: Tensor): number[] => [...x.dataSync()];
const linear = (units: number) => dense({ units, kernelInitializer: allOnes() });

describe('dropConnect', () => {
  it('drops weights, the same for every sample, and scales the others', () => {
    const model = sequential([dropConnect(linear(50), { rate: 0.3 })], { seed: 1 });
    const [first = [], second] = model.apply(ones([2, 200]), training).toArray() as number[][];
    expect(second).toEqual(first);
    const kept = first.reduce((a, b) => a + b, 0) * 0.7;
    // Four standard deviations of a binomial count of 10,000 weights.
    expect(Math.abs(kept - 7000)).toBeLessThan(4 * Math.sqrt(10_000 * 0.3 * 0.7));
    expect(new Set(first).size).toBeGreaterThan(10);
  });

  it('does nothing when it is not training, or the rate is 0', () => {
    expect(values(sequential([dropConnect(linear(2), { rate: 0.9 })]).apply(ones([1, 10])))).toEqual([10, 10]);
    const none = sequential([dropConnect(linear(2), { rate: 0 })]);
    expect(values(none.apply(ones([1, 10]), training))).toEqual([10, 10]);
  });

  it('keeps the bias', () => {
    const layer = dense({ units: 100, kernelInitializer: allOnes(), biasInitializer: allOnes() });
    const model = sequential([dropConnect(layer, { rate: 0.5 })], { seed: 1 });
    expect(new Set(values(model.apply(ones([1, 1]), training)))).toEqual(new Set([1, 3]));
  });

  it('has new masks at every step, inside a compiled function as outside', () => {
    const run = (compiled: boolean) => {
      const model = sequential([dropConnect(linear(8), { rate: 0.5 })], { seed: 1 });
      const step = (x: Tensor) => model.apply(x, training);
      const stepped = compiled ? jit(step) : step;
      return [1, 2, 3].map(() => values(stepped(ones([1, 16]))).join());
    };
    expect(run(true)).toEqual(run(false));
    expect(new Set(run(false)).size).toBe(3);
  });

  it('drops in every layer of a model, each its own', () => {
    const inner = sequential([linear(4), linear(4), dropout({ rate: 0.5 })]);
    const model = sequential([dropConnect(inner, { rate: 0.5 })], { seed: 1 });
    const y = values(model.apply(ones([1, 4]), training));
    expect(y.some((value) => value !== 16)).toBe(true);
    const images = sequential([dropConnect(conv2d({ filters: 3, kernelSize: 2 }), { rate: 0.5 }), flatten()], {
      seed: 1,
    });
    expect(images.apply(ones([1, 3, 3, 1]), training).shape).toEqual([1, 12]);
  });

  it('has the variables of its layer, under its own name', () => {
    const model = sequential([dropConnect(linear(2), { rate: 0.5 }), dense({ units: 1 })]);
    model.build([1, 3]);
    expect(model.parameters.map(({ name }) => name)).toEqual([
      'dropConnect/kernel',
      'dropConnect/bias',
      'dense/kernel',
      'dense/bias',
    ]);
    freeze(model.layers[0] as never);
    expect(model.parameters).toHaveLength(2);
    expect(model.variables).toHaveLength(5);
  });

  it('says what does not fit', () => {
    expect(() => dropConnect(linear(1), { rate: 1 })).toThrow('dropConnect: rate is at least 0 and less than 1');
    expect(() => dropConnect(linear(1), undefined as never)).toThrow('dropConnect: rate');
    expect(() => dropConnect('dense' as never, { rate: 0.5 })).toThrow('dropConnect: the first argument is "dense"');
    expect(() => sequential([dropConnect(flatten(), { rate: 0.5 })]).apply(ones([1, 2]), training)).toThrow(
      'dropConnect: dropConnect applies no kernel',
    );
    const alone = dropConnect(linear(1), { rate: 0.5 });
    alone.build([1, 2], key(0));
    expect(() => alone.apply(ones([1, 2]), training)).toThrow('dropConnect: training needs a random key');
  });
});
