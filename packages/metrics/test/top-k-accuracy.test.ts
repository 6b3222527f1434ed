import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, topKAccuracy } from '../src/index.ts';

describe('topKAccuracy', () => {
  const yPred = tensor([
    [0.5, 0.3, 0.2],
    [0.5, 0.3, 0.2],
    [0.1, 0.1, 0.8],
  ]);
  const of = (k: number | undefined, labels: number[] | number[][]): number =>
    computeMetric(topKAccuracy({ k }), tensor(labels as number[]), yPred).item();

  it('asks whether the true class is among the k largest', () => {
    expect(of(1, [0, 1, 2])).toBeCloseTo(2 / 3, 15);
    expect(of(2, [0, 1, 2])).toBe(1);
    expect(of(2, [2, 2, 2])).toBeCloseTo(1 / 3, 15);
    expect(of(undefined, [2, 2, 0])).toBe(1);
  });

  it('does not count ties against it', () => {
    expect(of(2, [2, 2, 1])).toBeCloseTo(1 / 3, 15);
    expect(of(1, [1, 1, 1])).toBe(0);
  });

  it('takes [B, 1] and one-hot rows', () => {
    expect(of(1, [[0], [1], [2]])).toBeCloseTo(2 / 3, 15);
    expect(
      of(1, [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ]),
    ).toBeCloseTo(2 / 3, 15);
  });

  it('is wrong for labels that are no class', () => {
    expect(of(3, [-1, 3, 0])).toBeCloseTo(1 / 3, 15);
  });

  it('is wrong where predictions are NaN', () => {
    const diverged = tensor([
      [Number.NaN, Number.NaN],
      [0.2, 0.8],
    ]);
    expect(computeMetric(topKAccuracy({ k: 1 }), tensor([1, 1]), diverged).item()).toBe(0.5);
  });

  it('rejects what it cannot use', () => {
    expect(() => topKAccuracy({ k: 0 })).toThrow(/topKAccuracy: k must be an integer of at least 1, got 0/);
    expect(() => computeMetric(topKAccuracy(), tensor([1, 2]), tensor([0.1, 0.2]))).toThrow(
      /classes in their last axis/,
    );
    expect(() => of(1, [1, 2])).toThrow(/topKAccuracy: truth \[2\] does not fit/);
  });
});
