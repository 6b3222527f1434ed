import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { mish, relu, silu } from '../src/index.ts';

const x = Array.from({ length: 4001 }, (_, i) => -4 + i / 500);
const least = (y: ArrayLike<number>): [number, number] => {
  const lowest = Math.min(...Array.from(y));
  return [lowest, x[Array.from(y).indexOf(lowest)] as number];
};
const input = tensor(x, { dtype: 'float64' });

describe('silu', () => {
  it('has its least value −0.27846 at −1.27846: both are minus a root of z = 1 + e^−z', () => {
    const [value, at] = least(silu(input).dataSync());
    expect(value).toBeCloseTo(-0.27846, 5);
    expect(at).toBeCloseTo(-1.27846, 3);
  });

  it('is x/2 for beta 0, and comes near relu for a large beta', () => {
    expect(silu(tensor([-3, 5]), { beta: 0 }).toArray()).toEqual([-1.5, 2.5]);
    expect([...silu(tensor([-2, -1, 1, 2]), { beta: 200 }).dataSync()].map((y) => y + 0)).toEqual(
      relu(tensor([-2, -1, 1, 2])).toArray(),
    );
  });

  it('rejects a beta that is no number', () => {
    expect(() => silu(tensor([1]), { beta: Infinity })).toThrow(/silu: beta must be a finite number, got Infinity/);
  });
});

describe('mish', () => {
  it('has its least value −0.30884 at −1.19242, as published', () => {
    const [value, at] = least(mish(input).dataSync());
    expect(value).toBeCloseTo(-0.30884, 5);
    expect(at).toBeCloseTo(-1.192, 2);
  });

  it('is the identity for large and 0 for very negative numbers', () => {
    expect(Array.from(mish(tensor([50, 1e30, -1e30])).dataSync(), (y) => y + 0)).toEqual([50, Math.fround(1e30), 0]);
  });
});
