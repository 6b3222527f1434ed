import { key } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { type Initializer, randomNormal, randomUniform, truncatedNormal } from '../src/index.ts';
import { fiveErrors, moments } from './moments.ts';

const count = 20_000;
const draw = (initializer: Initializer, seed = 1): ArrayLike<number> =>
  initializer([count / 4, 4], 'float32', key(seed)).dataSync();

describe('randomNormal', () => {
  it('has mean 0 and deviation 0.05 unless told otherwise', () => {
    const { mean, variance, largest } = moments(draw(randomNormal()));
    expect(Math.abs(mean)).toBeLessThan(fiveErrors(count, 0.05 ** 2).mean);
    expect(Math.abs(variance - 0.05 ** 2)).toBeLessThan(fiveErrors(count, 0.05 ** 2).variance);
    // The largest of 20,000 normal draws is below 3 deviations with probability 10⁻¹².
    expect(largest).toBeGreaterThan(3 * 0.05);
  });

  it('has the mean and deviation asked for, also 0', () => {
    const { mean, variance } = moments(draw(randomNormal({ mean: 3, stddev: 2 })));
    expect(Math.abs(mean - 3)).toBeLessThan(fiveErrors(count, 4).mean);
    expect(Math.abs(variance - 4)).toBeLessThan(fiveErrors(count, 4).variance);
    expect(moments(draw(randomNormal({ mean: 3, stddev: 0 })))).toMatchObject({ smallest: 3, largest: 3 });
  });
});

describe('truncatedNormal', () => {
  it('stays within two deviations', () => {
    const { smallest, largest } = moments(draw(truncatedNormal({ mean: 10, stddev: 2 })));
    expect(smallest).toBeGreaterThanOrEqual(6);
    expect(largest).toBeLessThanOrEqual(14);
    // Within a twentieth of a deviation of the bounds: 20,000 draws miss that range with probability 10⁻²⁴.
    expect(smallest).toBeLessThan(6.1);
    expect(largest).toBeGreaterThan(13.9);
  });

  it('has the variance of the cut distribution, 0.7737 of that before the cut', () => {
    // 1 − 4φ(2) / (2Φ(2) − 1) with φ(2) = 0.05399096651 and Φ(2) = 0.97724986805.
    const expected = 1 - (4 * 0.05399096651) / (2 * 0.97724986805 - 1);
    const { mean, variance } = moments(draw(truncatedNormal({ stddev: 1 })));
    expect(Math.abs(mean)).toBeLessThan(fiveErrors(count, expected).mean);
    expect(Math.abs(variance - expected)).toBeLessThan(fiveErrors(count, expected).variance);
  });
});

describe('randomUniform', () => {
  it('lies within ±0.05 unless told otherwise, with variance (b − a)² / 12', () => {
    const { mean, variance, smallest, largest } = moments(draw(randomUniform()));
    expect(smallest).toBeGreaterThanOrEqual(Math.fround(-0.05));
    expect(largest).toBeLessThanOrEqual(Math.fround(0.05));
    expect(Math.abs(mean)).toBeLessThan(fiveErrors(count, 0.1 ** 2 / 12).mean);
    expect(Math.abs(variance - 0.1 ** 2 / 12)).toBeLessThan(fiveErrors(count, 0.1 ** 2 / 12).variance);
  });

  it('takes a bound of 0 as 0', () => {
    const { smallest, largest } = moments(draw(randomUniform({ minval: 0, maxval: 1 })));
    expect(smallest).toBeGreaterThanOrEqual(0);
    // 20,000 draws all miss the last hundredth with probability 10⁻⁸⁷.
    expect(largest).toBeGreaterThan(0.99);
  });
});

describe('every random initializer', () => {
  const all = { randomNormal: randomNormal(), truncatedNormal: truncatedNormal(), randomUniform: randomUniform() };

  it('gives the same values for the same key, others for another', () => {
    for (const [name, initializer] of Object.entries(all)) {
      expect(draw(initializer, 7), name).toEqual(draw(initializer, 7));
      expect(draw(initializer, 7), name).not.toEqual(draw(initializer, 8));
    }
  });

  it('draws from a fixed seed whatever the key', () => {
    for (const make of [randomNormal, truncatedNormal, randomUniform]) {
      expect(draw(make({ seed: 5 }), 1)).toEqual(draw(make({ seed: 5 }), 2));
      expect(draw(make({ seed: 5 }), 1)).toEqual(draw(make(), 5));
      expect(draw(make({ seed: 0 }), 1)).toEqual(draw(make(), 0));
    }
  });

  it('draws in the element type asked for', () => {
    for (const initializer of Object.values(all)) {
      expect(initializer([2], 'float64', key(1)).dtype).toBe('float64');
      expect(initializer([2], 'float32', key(1)).dtype).toBe('float32');
    }
  });
});

describe('options that describe no distribution', () => {
  it('are rejected when the initializer is made', () => {
    expect(() => randomNormal({ stddev: -1 })).toThrow(/randomNormal: stddev must be at least 0, got -1/);
    expect(() => truncatedNormal({ mean: Infinity })).toThrow(/truncatedNormal: mean must be a finite number/);
    expect(() => randomUniform({ minval: 1 })).toThrow(/minval must be below maxval, got 1 and 0.05/);
    expect(() => randomNormal({ stdev: 1 } as object)).toThrow(/Did you mean "stddev"/);
  });
});
