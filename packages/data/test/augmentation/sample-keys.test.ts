import { foldIn, key, normal, type Tensor, tensor, uniform } from '@gradkit/core';
import { uniformEach } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import { epochKey, foldEach, normalEach, sampleKeys } from '../../src/augmentation/sample-keys.ts';
import { meanOf } from './images.ts';

const indices = [0, 1, 5, 2 ** 31 - 1];
const seeds = [0, 7, -3, 2 ** 40 + 11, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
const rows = (t: Tensor): number[][] => {
  const values = [...t.dataSync()];
  const width = t.size / (t.shape[0] as number);
  return Array.from({ length: t.shape[0] as number }, (_, i) => values.slice(i * width, (i + 1) * width));
};
const keys = sampleKeys(epochKey(7, 2), tensor(Int32Array.from(indices)));

describe('keys of samples', () => {
  it.each(seeds)('fold the epoch into the seed %d', (seed) => {
    for (const epoch of [0, 3, 2 ** 32 - 1]) {
      expect([...epochKey(seed, epoch).dataSync()]).toEqual([...foldIn(key(seed), epoch).dataSync()]);
    }
  });

  it('fold the index, and a number, into each key', () => {
    const parent = foldIn(key(7), 2);
    expect(rows(keys)).toEqual(indices.map((index) => [...foldIn(parent, index).dataSync()]));
    expect(rows(foldEach(keys, 9))).toEqual(indices.map((index) => [...foldIn(foldIn(parent, index), 9).dataSync()]));
  });
});

describe('uniformEach', () => {
  it('draws for each sample what uniform draws with its key', () => {
    const drawn = uniformEach(keys, [2, 3]);
    expect(drawn.shape).toEqual([4, 2, 3]);
    expect(rows(drawn)).toEqual(
      rows(keys).map((words) => [...uniform(tensor(Uint32Array.from(words)), [6]).dataSync()]),
    );
  });

  it('draws nothing for no numbers, and one for a scalar', () => {
    expect(uniformEach(keys, [0]).dataSync()).toHaveLength(0);
    expect(uniformEach(keys, []).shape).toEqual([4]);
  });
});

describe('normalEach', () => {
  it('draws for each sample what normal draws with its key, but for rounding', () => {
    const drawn = rows(normalEach(keys, [50]));
    for (const [i, words] of rows(keys).entries()) {
      const expected = normal(tensor(Uint32Array.from(words)), [50]).dataSync();
      for (const [j, value] of expected.entries()) expect(drawn[i]?.[j]).toBeCloseTo(value, 4);
    }
  });

  it('has mean 0 and variance 1, and is finite', () => {
    const many = sampleKeys(epochKey(1, 0), tensor(Int32Array.from({ length: 100 }, (_, i) => i)));
    const values = normalEach(many, [1000]).dataSync();
    // Standard deviations of both estimates are 0.0032 and 0.0045: five of them.
    expect(Math.abs(meanOf(values))).toBeLessThan(0.016);
    expect(Math.abs(meanOf(values.map((z) => z * z)) - 1)).toBeLessThan(0.023);
    expect(values.every(Number.isFinite)).toBe(true);
  });
});
