import { gradients } from '@gradkit/autograd';
import { jit, key, ones, sum, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { dropout, sequential } from '../../src/index.ts';

const values = (x: Tensor): number[] => [...x.dataSync()];
const training = { training: true };

describe('dropout', () => {
  it('drops the given share and scales what stays, so that the mean stays', () => {
    const n = 10_000;
    const rate = 0.3;
    const model = sequential([dropout({ rate })], { seed: 1 });
    const y = values(model.apply(ones([100, 100]), training));
    expect(new Set(y)).toEqual(new Set([0, Math.fround(1 / 0.7)]));
    const dropped = y.filter((value) => value === 0).length;
    // Four standard deviations of a binomial count.
    expect(Math.abs(dropped - rate * n)).toBeLessThan(4 * Math.sqrt(n * rate * (1 - rate)));
  });

  it('does nothing when it is not training, or the rate is 0', () => {
    const x = ones([4, 4]);
    expect(values(sequential([dropout({ rate: 0.9 })]).apply(x))).toEqual(values(x));
    expect(values(sequential([dropout({ rate: 0 })]).apply(x, training))).toEqual(values(x));
  });

  it('drops what is infinite or not a number like everything else', () => {
    const x = tensor(new Float32Array(64).fill(Number.NaN), { shape: [8, 8] });
    expect(values(sequential([dropout({ rate: 0.5 })]).apply(x, training))).toContain(0);
  });

  it('blocks the gradients of what it drops, and scales the others', () => {
    const x = ones([8, 8]);
    const y = sequential([dropout({ rate: 0.5 })], { seed: 1 }).apply(x, training);
    const [gradient] = gradients(sum(y), [x]);
    expect(values(gradient)).toEqual(values(y));
    expect(new Set(values(gradient))).toEqual(new Set([0, 2]));
  });

  it('draws for every sample on its own', () => {
    const y = sequential([dropout({ rate: 0.5 })], { seed: 1 }).apply(ones([16, 32]), training);
    const rows = (y.toArray() as number[][]).map((row) => row.join());
    expect(new Set(rows).size).toBe(16);
  });

  it('has a new mask at every step, the same for the same seed and step', () => {
    const masks = (seed: number) => {
      const model = sequential([dropout({ rate: 0.5 })], { seed });
      return [1, 2, 3].map(() => values(model.apply(ones([8, 8]), training)).join(''));
    };
    expect(masks(1)).toEqual(masks(1));
    expect(masks(1)).not.toEqual(masks(2));
    expect(new Set(masks(1)).size).toBe(3);
  });

  it('moves on inside a compiled function as outside', () => {
    const run = (compiled: boolean) => {
      const model = sequential([dropout({ rate: 0.5 })], { seed: 1 });
      const step = (x: Tensor) => model.apply(x, training);
      const stepped = compiled ? jit(step) : step;
      return [1, 2, 3].map(() => values(stepped(ones([8, 8]))).join(''));
    };
    expect(run(true)).toEqual(run(false));
  });

  it('gives every layer of a model a mask of its own', () => {
    const layers = [dropout({ rate: 0.5 }), dropout({ rate: 0.5 })];
    const model = sequential(layers, { seed: 1 });
    const kept = values(model.apply(ones([100, 100]), training)).filter((value) => value !== 0).length;
    // With one mask for both layers half would stay; with two masks a quarter does (within four standard deviations).
    expect(Math.abs(kept - 2500)).toBeLessThan(4 * Math.sqrt(10_000 * 0.25 * 0.75));
  });

  it('drops along axes of extent 1 together', () => {
    const model = sequential([dropout({ rate: 0.5, noiseShape: [null, 1] })], { seed: 1 });
    const rows = model.apply(ones([64, 3]), training).toArray() as number[][];
    expect(rows.every(([a, b, c]) => a === b && b === c)).toBe(true);
    expect(new Set(rows.map(([a]) => a))).toEqual(new Set([0, 2]));
    expect(() => sequential([dropout({ rate: 0.5, noiseShape: [2, 1] })]).apply(ones([64, 3]), training)).toThrow(
      'dropout: noiseShape [2, 1] does not broadcast to the input [64, 3]',
    );
  });

  it('with a seed of its own needs no model, and ignores the model’s seed', () => {
    const masks = (seed: number) => {
      const model = sequential([dropout({ rate: 0.5, seed: 9 })], { seed });
      return [1, 2].map(() => values(model.apply(ones([8, 8]), training)).join(''));
    };
    expect(masks(1)).toEqual(masks(2));
    expect(new Set(masks(1)).size).toBe(2);
    const alone = dropout({ rate: 0.5, seed: 9 });
    alone.build([8, 8], key(0));
    expect(values(alone.apply(ones([8, 8]), training)).join('')).toBe(masks(1)[0]);
  });

  it('rejects a rate outside [0, 1), and training without a key', () => {
    for (const rate of [-0.1, 1, 2, Number.NaN, '0.5']) {
      expect(() => dropout({ rate: rate as number })).toThrow('at least 0 and less than 1');
    }
    expect(() => dropout(undefined as never)).toThrow('rate');
    const alone = dropout({ rate: 0.5 });
    alone.build([1, 1], key(0));
    expect(() => alone.apply(ones([1, 1]), training)).toThrow('dropout: training needs a random key');
  });
});
