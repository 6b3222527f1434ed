import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { sparsemax } from '../src/index.ts';

const values = (list: readonly number[]): number[] => [...sparsemax(tensor(list, { dtype: 'float64' })).dataSync()];

describe('sparsemax', () => {
  it('of two numbers t and 0 is the sparse sigmoid of t, as in the paper', () => {
    for (const t of [-1.5, -1, -0.25, 0, 0.5, 1, 3]) {
      const expected = Math.min(1, Math.max(0, (t + 1) / 2));
      expect(values([t, 0])).toEqual([expected, 1 - expected]);
    }
  });

  it('is the nearest point of the simplex: itself for a distribution', () => {
    expect(values([0.125, 0.5, 0.375, 0])).toEqual([0.125, 0.5, 0.375, 0]);
  });

  it('does not change when a number is added to all, however large', () => {
    expect(values([1e15, 1e15 + 0.5, 1e15 - 7])).toEqual(values([0, 0.5, -7]));
  });

  it('gives nothing to what is masked by −∞, and NaN where an input is NaN', () => {
    expect(values([0.5, -Infinity, 0])).toEqual([0.75, 0, 0.25]);
    expect(values([0.5, Number.NaN, 0])).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it('shares among equals, and gives one alone everything', () => {
    expect(values([7, 7, 7, 7])).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(values([-3])).toEqual([1]);
    expect(sparsemax(tensor([], { shape: [0, 3] })).shape).toEqual([0, 3]);
    expect(sparsemax(tensor([], { shape: [2, 0] })).shape).toEqual([2, 0]);
  });

  it('rejects an axis that does not exist', () => {
    expect(() => sparsemax(tensor([1, 2]), { axis: 1 })).toThrow(/sparsemax/);
    expect(() => sparsemax(tensor(1))).toThrow(/sparsemax/);
  });
});
