import { full, key, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { rrelu, sequential } from '../../src/index.ts';

describe('rrelu', () => {
  it('draws a slope for every unit in training: evenly between its bounds', () => {
    const n = 10_000;
    const model = sequential([rrelu()], { seed: 1 });
    const slopes = [...model.apply(full([1, n], -1), { training: true }).dataSync()].map((value) => -value);
    expect(Math.min(...slopes)).toBeGreaterThanOrEqual(Math.fround(1 / 8));
    expect(Math.max(...slopes)).toBeLessThanOrEqual(Math.fround(1 / 3));
    const mean = slopes.reduce((a, b) => a + b, 0) / n;
    const spread = 1 / 3 - 1 / 8;
    // Four standard errors of the mean, and of the variance, of a uniform distribution: of width w, w² / 12 and w⁴ / 180 · 1/n.
    expect(Math.abs(mean - 11 / 48)).toBeLessThan((4 * spread) / Math.sqrt(12 * n));
    const variance = slopes.reduce((sum, slope) => sum + (slope - mean) ** 2, 0) / n;
    expect(Math.abs(variance - spread ** 2 / 12)).toBeLessThan((4 * spread ** 2) / Math.sqrt(180 * n));
  });

  it('has the mean slope otherwise', () => {
    const model = sequential([rrelu({ lower: 0.25, upper: 0.75 })]);
    expect(model.apply(tensor([[-2, 0, 3, Number.NaN]])).toArray()).toEqual([[-1, 0, 3, Number.NaN]]);
  });

  it('leaves what is positive alone, and needs no key for one slope', () => {
    const model = sequential([rrelu()], { seed: 1 });
    expect(model.apply(tensor([[1, 2]]), { training: true }).toArray()).toEqual([[1, 2]]);
    const one = rrelu({ lower: 0.5, upper: 0.5 });
    one.build([1, 1], key(0));
    expect(one.apply(tensor([[-2]]), { training: true }).toArray()).toEqual([[-1]]);
    expect(one.random).toBe(false);
  });

  it('draws anew at every step', () => {
    const model = sequential([rrelu()], { seed: 1 });
    const steps = [1, 2, 3].map(() => [...model.apply(full([1, 8], -1), { training: true }).dataSync()].join());
    expect(new Set(steps).size).toBe(3);
  });

  it('rejects slopes that are none', () => {
    expect(() => rrelu({ lower: 0.5 })).toThrow('upper ≥ lower, got lower 0.5, upper 0.333');
    expect(() => rrelu({ upper: Number.NaN })).toThrow('finite slopes');
    expect(() => rrelu({ low: 1 } as never)).toThrow('Did you mean "lower"?');
  });
});
