import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { type GeluOptions, gelu } from '../src/index.ts';

const values = (list: readonly number[], options?: GeluOptions): number[] => [
  ...gelu(tensor(list, { dtype: 'float64' }), options).dataSync(),
];

describe('gelu', () => {
  it('has its least value −0.16997 at −0.75179, and is not monotonic', () => {
    const x = Array.from({ length: 2001 }, (_, i) => -0.75279 + i * 1e-6);
    const y = values(x);
    const least = Math.min(...y);
    expect(least).toBeCloseTo(-0.16997, 5);
    expect(x[y.indexOf(least)]).toBeCloseTo(-0.75179, 5);
    expect(values([-3])[0]).toBeGreaterThan(least);
  });

  it('has the limits 0 and ∞', () => {
    expect(values([-Infinity, -1e300, Infinity]).map((y) => y + 0)).toEqual([0, 0, Infinity]);
    expect([...gelu(tensor([-Infinity, -3e38, 3e38])).dataSync()].map((y) => y + 0)).toEqual([0, 0, Math.fround(3e38)]);
  });

  it('satisfies gelu(x) − gelu(−x) = x', () => {
    const x = Array.from({ length: 64 }, (_, i) => i / 8);
    const [up, down] = [values(x), values(x.map((v) => -v))];
    x.forEach((v, i) => {
      // Two values of at most x, rounded by a few units each.
      expect(Math.abs((up[i] as number) - (down[i] as number) - v)).toBeLessThanOrEqual(v * 1e-15);
    });
  });

  it('is approximated by a sigmoid within 0.0203, by a tanh within 0.0005', () => {
    const x = Array.from({ length: 1201 }, (_, i) => -6 + i / 100);
    const exact = values(x);
    const worst = (options: GeluOptions): number =>
      Math.max(...values(x, options).map((y, i) => Math.abs(y - (exact[i] as number))));
    expect(worst({ approximate: 'sigmoid' })).toBeCloseTo(0.0203, 4);
    expect(worst({ approximate: 'tanh' })).toBeLessThan(0.0005);
    expect(worst({ approximate: false })).toBe(0);
  });

  it('rejects other approximations', () => {
    expect(() => values([1], { approximate: true as unknown as 'tanh' })).toThrow(
      /gelu: approximate is false, 'tanh' or 'sigmoid', got true/,
    );
  });
});
