import { key, ones, tensor, zeros } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { gaussianDropout, gaussianNoise, type Layer, sequential } from '../../src/index.ts';

const n = 10_000;

const momentsOf = (layer: Layer, value: number) => {
  const x = ones([100, n / 100]).mul(value);
  const y = [...sequential([layer], { seed: 3 }).apply(x, { training: true }).dataSync()];
  const mean = y.reduce((a, b) => a + b, 0) / n;
  return { mean, variance: y.reduce((sum, v) => sum + (v - mean) ** 2, 0) / n };
};

/** Four standard errors of mean and variance of normal numbers. */
const expectNormal = ({ mean, variance }: ReturnType<typeof momentsOf>, center: number, stddev: number): void => {
  expect(Math.abs(mean - center)).toBeLessThan((4 * stddev) / Math.sqrt(n));
  expect(Math.abs(variance - stddev ** 2)).toBeLessThan(4 * stddev ** 2 * Math.sqrt(2 / n));
};

describe('gaussianNoise', () => {
  it('adds normal numbers in training, and nothing otherwise', () => {
    expectNormal(momentsOf(gaussianNoise({ stddev: 0.5 }), 2), 2, 0.5);
    expect(
      sequential([gaussianNoise({ stddev: 0.5 })])
        .apply(tensor([1, 2]))
        .toArray(),
    ).toEqual([1, 2]);
    expect(
      sequential([gaussianNoise({ stddev: 0 })])
        .apply(tensor([1]), { training: true })
        .toArray(),
    ).toEqual([1]);
  });

  it('says what it got', () => {
    expect(() => gaussianNoise({ stddev: -1 })).toThrow('stddev is a finite number of at least 0, got -1');
    expect(() => gaussianNoise(undefined as never)).toThrow('got undefined');
    const model = sequential([gaussianNoise({ stddev: 1 })]);
    expect(() => model.apply(zeros([1], { dtype: 'int32' }), { training: true })).toThrow(
      'gaussianNoise: expected float32',
    );
  });
});

describe('gaussianDropout', () => {
  it('multiplies by normal numbers with the variance of dropout', () => {
    // Dropout of 3 at rate 0.2: mean 3, variance 9 · 0.2 / 0.8.
    expectNormal(momentsOf(gaussianDropout({ rate: 0.2 }), 3), 3, 3 * Math.sqrt(0.25));
    expect(
      sequential([gaussianDropout({ rate: 0.5 })])
        .apply(tensor([1, 2]))
        .toArray(),
    ).toEqual([1, 2]);
  });

  it('says what it got', () => {
    expect(() => gaussianDropout({ rate: 1 })).toThrow('gaussianDropout: rate is at least 0 and less than 1, got 1');
    const alone = gaussianDropout({ rate: 0.5 });
    alone.build([1], key(0));
    expect(() => alone.apply(ones([1]), { training: true })).toThrow('gaussianDropout: training needs a random key');
  });
});
