import { ArgumentError } from '@gradkit/core';
import { permutation } from '@gradkit/data';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const seeds = fc.maxSafeInteger();

describe('permutation', () => {
  it('is what Fisher–Yates makes of the Threefry stream', () => {
    // From an independent implementation in Python, written after Salmon and others (2011) and Durstenfeld (1964).
    expect([...permutation(10, { seed: 0 })]).toEqual([7, 8, 9, 6, 3, 2, 1, 4, 5, 0]);
    expect([...permutation(10, { seed: 7 })]).toEqual([8, 5, 9, 3, 7, 1, 6, 0, 4, 2]);
    expect([...permutation(10, { seed: 7, epoch: 1 })]).toEqual([8, 1, 9, 2, 4, 0, 7, 3, 5, 6]);
    expect([...permutation(10, { seed: 2 ** 40 + 5, epoch: 3 })]).toEqual([7, 0, 6, 9, 3, 8, 4, 2, 5, 1]);
    expect([...permutation(10, { seed: -1 })]).toEqual([6, 9, 7, 1, 0, 5, 4, 2, 3, 8]);
  });

  it('holds every integer once', () => {
    fc.assert(
      fc.property(fc.constantFrom(0, 1, 2, 3, 5, 7, 17, 33, 1000), seeds, fc.nat(), (size, seed, epoch) => {
        const sorted = permutation(size, { seed, epoch }).sort();
        expect([...sorted]).toEqual(Array.from({ length: size }, (_, i) => i));
      }),
    );
  });

  it('depends on seed and epoch only', () => {
    fc.assert(
      fc.property(seeds, fc.nat(100), (seed, epoch) => {
        expect(permutation(100, { seed, epoch })).toEqual(permutation(100, { seed, epoch }));
        expect(permutation(100, { seed, epoch })).not.toEqual(permutation(100, { seed, epoch: epoch + 1 }));
      }),
    );
  });

  it('makes every order equally likely', () => {
    // Pearson's statistic of 24 orders has 23 degrees of freedom: above 49.7 with probability 0.001.
    const draws = 24_000;
    const counts = new Map<string, number>();
    for (let seed = 0; seed < draws; seed++) {
      const order = permutation(4, { seed }).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    const expected = draws / 24;
    const statistic = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(counts.size).toBe(24);
    expect(statistic).toBeLessThan(49.7);
  });

  it.each([
    [-1, { seed: 1 }, /size must be an integer from 0/],
    [1.5, { seed: 1 }, /size must be an integer/],
    [3, { seed: 0.5 }, /seed must be an integer/],
    [3, {}, /seed must be an integer.*undefined/],
    [3, { seed: 1, epoch: -1 }, /epoch must be an integer/],
    [3, { sed: 1 }, /unknown option "sed". Did you mean "seed"/],
  ])('refuses permutation(%s, %o)', (size, options, message) => {
    expect(() => permutation(size, options as { seed: number })).toThrow(ArgumentError);
    expect(() => permutation(size, options as { seed: number })).toThrow(message);
  });
});
