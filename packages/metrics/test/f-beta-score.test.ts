import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, type FBetaScoreOptions, fBetaScore } from '../src/index.ts';

describe('fBetaScore', () => {
  const truth = tensor([
    [1, 0, 0],
    [0, 1, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]);
  const guess = tensor([
    [0.7, 0.2, 0.1],
    [0.2, 0.7, 0.1],
    [0.6, 0.3, 0.1],
    [0.6, 0.3, 0.1],
  ]);
  const of = (options: FBetaScoreOptions): unknown => computeMetric(fBetaScore(options), truth, guess).toArray();

  it('weighs recall beta² times', () => {
    // TP 1 1 0, FP 2 0 0, FN 0 1 1
    const [a, b, c] = of({ classes: 3, beta: 2, average: 'none' }) as [number, number, number];
    expect(a).toBeCloseTo(5 / 7, 15);
    expect(b).toBeCloseTo(5 / 9, 15);
    expect(c).toBe(0);
  });

  it('averages classes', () => {
    const scores = [5 / 7, 5 / 9, 0] as const;
    expect(of({ classes: 3, beta: 2 })).toBeCloseTo((scores[0] + scores[1]) / 3, 15);
    expect(of({ classes: 3, beta: 2, average: 'weighted' })).toBeCloseTo((scores[0] + 2 * scores[1]) / 4, 15);
    expect(of({ classes: 3, beta: 2, average: 'micro' })).toBe(0.5);
  });

  it('takes what is above a threshold', () => {
    const [a] = of({ classes: 3, threshold: 0.25, average: 'none' }) as number[];
    expect(a).toBeCloseTo(2 / (2 + 2), 15);
  });

  it('has one class for one output', () => {
    const [y, p] = [tensor([1, 1, 1, 0]), tensor([0.9, 0.2, 0.6, 0.1])];
    expect(computeMetric(fBetaScore({ beta: 2 }), y, p).item()).toBeCloseTo(10 / 14, 15);
  });

  it('rejects what does not fit', () => {
    expect(() => computeMetric(fBetaScore(), truth, guess)).toThrow(
      /fBetaScore: .* do not have 1 class.*Give fBetaScore\(\{ classes: 3 \}\)/,
    );
    expect(() => fBetaScore({ beta: 0 })).toThrow(/beta is a number above 0/);
    expect(() => fBetaScore({ beta: '2' as never })).toThrow(/beta is a number above 0/);
    expect(() => fBetaScore({ threshold: Number.NaN })).toThrow(/threshold is a number, got NaN/);
    expect(() => fBetaScore({ average: 'mean' as 'micro' })).toThrow(
      /average is 'macro', 'weighted', 'micro' or 'none'/,
    );
    expect(fBetaScore({ average: 'none' }).direction).toBe('none');
  });
});
