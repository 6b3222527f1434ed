import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { l1, l1l2, l2, type Regularizer } from '../src/index.ts';

const weights = [
  [3, -4],
  [0, 0.5],
];
const flat = weights.flat();
const absolute = flat.reduce((total, w) => total + Math.abs(w), 0);
const squared = flat.reduce((total, w) => total + w * w, 0);

const penalty = (regularizer: Regularizer): number => regularizer(tensor(weights, { dtype: 'float64' })).item();

describe('l1', () => {
  it('is λ · Σ|w|', () => {
    expect(penalty(l1(0.5))).toBe(0.5 * absolute);
    expect(penalty(l1({ l1: 0.25 }))).toBe(0.25 * absolute);
  });

  it('has λ = 0.01 unless told otherwise, and takes 0 as 0', () => {
    expect(penalty(l1())).toBe(0.01 * absolute);
    expect(penalty(l1({ l1: undefined }))).toBe(0.01 * absolute);
    expect(penalty(l1(0))).toBe(0);
  });
});

describe('l2', () => {
  it('is λ · Σw², without a half', () => {
    expect(penalty(l2(0.5))).toBe(0.5 * squared);
    expect(penalty(l2({ l2: 0.25 }))).toBe(0.25 * squared);
  });

  it('has λ = 0.01 unless told otherwise', () => {
    expect(penalty(l2())).toBe(0.01 * squared);
  });
});

describe('l1l2', () => {
  it('is the sum of both', () => {
    expect(penalty(l1l2({ l1: 0.5, l2: 0.25 }))).toBe(0.5 * absolute + 0.25 * squared);
  });

  it('has neither unless told so', () => {
    expect(penalty(l1l2())).toBe(0);
    expect(penalty(l1l2({ l1: 0.5 }))).toBe(0.5 * absolute);
    expect(penalty(l1l2({ l2: 0.5 }))).toBe(0.5 * squared);
  });
});

describe('proximal steps', () => {
  const rate = tensor(0.5);
  const step = (
    regularizer: Regularizer,
    list: readonly number[],
    dtype: 'float32' | 'float64' = 'float64',
  ): number[] => [...(regularizer.proximal?.(tensor(list, { dtype }), rate).dataSync() ?? [])];

  it('exist where they are asked for', () => {
    expect(l1(1).proximal).toBeUndefined();
    expect(l1({ l1: 1, proximal: false }).proximal).toBeUndefined();
    expect(l2(1).proximal).toBeUndefined();
    expect(l1({ proximal: true }).proximal).toBeTypeOf('function');
    expect(l1l2({ proximal: true }).proximal).toBeTypeOf('function');
  });

  it('of l1 move towards 0 by rate · λ, and stop there', () => {
    const regularizer = l1({ l1: 0.5, proximal: true });
    expect(step(regularizer, [3, -4, 0.25, -0.25, 0.125, 0])).toEqual([2.75, -3.75, 0, 0, 0, 0]);
    expect(step(regularizer, [Number.NaN, Infinity])).toEqual([Number.NaN, Infinity]);
  });

  it('of l1l2 also shrink by 1 + 2 · rate · λ₂', () => {
    expect(step(l1l2({ l1: 0.5, l2: 1, proximal: true }), [3, -4, 0.125])).toEqual([1.375, -1.875, 0]);
    expect(step(l1l2({ l2: 1, proximal: true }), [3, -4])).toEqual([1.5, -2]);
    expect(step(l1l2({ proximal: true }), [3, -4])).toEqual([3, -4]);
  });

  it('minimise ½(v − w)² + rate · penalty(v): no neighbour is better', () => {
    const regularizer = l1l2({ l1: 0.7, l2: 0.3, proximal: true });
    const at = [-2, -0.4, -0.1, 0.3, 1.7];
    const found = step(regularizer, at);
    at.forEach((w, i) => {
      const cost = (v: number): number => (v - w) ** 2 / 2 + 0.5 * (0.7 * Math.abs(v) + 0.3 * v * v);
      const v = found[i] as number;
      for (const near of [-1e-3, 1e-3]) expect(cost(v)).toBeLessThan(cost(v + near));
    });
  });

  it('keep the element type of the weight, and the penalty its value', () => {
    const regularizer = l1({ l1: 0.5, proximal: true });
    expect(regularizer.proximal?.(tensor([1]), rate).dtype).toBe('float32');
    expect(regularizer.proximal?.(tensor([1], { dtype: 'float64' }), rate).dtype).toBe('float64');
    expect(penalty(regularizer)).toBe(0.5 * absolute);
  });
});

describe('every penalty', () => {
  it('is a scalar of the element type of the weight', () => {
    for (const regularizer of [l1(1), l2(1), l1l2({ l1: 1, l2: 1 })]) {
      const { shape, dtype } = regularizer(tensor(weights));
      expect([shape, dtype]).toEqual([[], 'float32']);
      expect(regularizer(tensor([], { shape: [0, 3] })).item()).toBe(0);
    }
  });

  it('rejects negative and non-finite factors and unknown keys', () => {
    expect(() => l1(-1)).toThrow(/l1: l1 must be a finite number of at least 0, got -1/);
    expect(() => l2({ l2: Number.NaN })).toThrow(/l2: l2 must be a finite number/);
    expect(() => l1l2({ l1: Infinity })).toThrow(/l1l2: l1 must be/);
    expect(() => l2({ lambda: 1 } as object)).toThrow(/unknown option "lambda"/);
    expect(() => l1({ proximal: 1 as unknown as boolean })).toThrow(/l1: proximal is true or false, got 1/);
    expect(() => l1('0.1' as unknown as number)).toThrow(/expected an options object, got "0.1"/);
  });
});
