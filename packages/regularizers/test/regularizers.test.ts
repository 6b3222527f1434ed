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
    expect(() => l1('0.1' as unknown as number)).toThrow(/expected an options object, got "0.1"/);
  });
});
