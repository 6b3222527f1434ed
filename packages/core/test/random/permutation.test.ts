import { describe, expect, it } from 'vitest';
import { ArgumentError, key, permutation, split, take, tensor, zeros } from '../../src/index.ts';
import { sample } from './distribution.ts';

describe('permutation', () => {
  it.each([0, 1, 2, 5, 100, 5000])('orders %i numbers anew, each once', (n) => {
    const order = permutation(key(60), n);
    expect(order.dtype).toBe('int32');
    const values = sample(order);
    expect([...values].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
    if (n >= 100) expect(values).not.toEqual([...values].sort((a, b) => a - b));
  });

  it('makes every order of four equally likely', () => {
    const draws = 4800;
    const keys = split(key(61), draws);
    const counts = new Map<string, number>();
    for (let i = 0; i < draws; i++) {
      const order = sample(permutation(take(keys, i), 4)).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const expected = draws / 24;
    const chiSquared = [...counts.values()].reduce((total, n) => total + (n - expected) ** 2 / expected, 0);
    // 23 degrees of freedom: mean 23, variance 46; four standard deviations above.
    expect(chiSquared).toBeLessThan(23 + 4 * Math.sqrt(46));
  });

  it('shuffles the slices of an array along an axis, all alike', () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const columns = permutation(key(62), x, { axis: 1 }).toArray() as number[][];
    expect(columns.map((row) => [...row].sort((a, b) => a - b))).toEqual(x.toArray());
    const [first, second] = columns as [number[], number[]];
    expect(second).toEqual(first.map((value) => value + 3));
    const rows = permutation(key(62), x).toArray() as number[][];
    expect([...rows].sort((a, b) => (a[0] as number) - (b[0] as number))).toEqual(x.toArray());
    expect(permutation(key(62), zeros([0, 2])).shape).toEqual([0, 2]);
  });

  it('is that of the positions', () => {
    const order = permutation(key(63), 7);
    expect(sample(permutation(key(63), tensor([0, 10, 20, 30, 40, 50, 60])))).toEqual(sample(order).map((i) => 10 * i));
  });

  it('explains bad input', () => {
    expect(() => permutation(key(0), 1.5)).toThrow(ArgumentError);
    expect(() => permutation(key(0), -1)).toThrow(
      'permutation: a number of elements is an integer in [0, 2^31), got -1.',
    );
    expect(() => permutation(key(0), tensor(3))).toThrow('permutation: a scalar has no axes');
    expect(() => permutation(tensor([1]), 3)).toThrow(ArgumentError);
  });
});
