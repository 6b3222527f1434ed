import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { dice, tversky } from '../src/index.ts';

describe('tversky', () => {
  const truth = tensor([[1, 1, 0, 0]]);

  it('is the dice loss by default', () => {
    const guess = tensor([[0.5, 1, 0.25, 0]]);
    expect(tversky()(truth, guess).item()).toBeCloseTo(dice()(truth, guess).item(), 6);
  });

  it('weighs false alarms by alpha and misses by beta', () => {
    const loss = tversky({ alpha: 0.2, beta: 0.8 });
    expect(loss(truth, tensor([[1, 0, 0, 0]])).item()).toBeCloseTo(1 - 1 / 1.8, 6);
    expect(loss(truth, tensor([[1, 1, 1, 0]])).item()).toBeCloseTo(1 - 2 / 2.2, 6);
  });

  it('is the Jaccard distance with both weights 1', () => {
    expect(tversky({ alpha: 1, beta: 1, axis: [1] })(truth, tensor([[0, 1, 1, 0]])).item()).toBeCloseTo(2 / 3, 6);
  });

  it('rejects negative weights', () => {
    expect(() => tversky({ alpha: -1 })).toThrow(/tversky: alpha is a finite number of at least 0, got -1/);
    expect(() => tversky({ beta: Number.NaN })).toThrow(/tversky: beta is a finite number of at least 0, got NaN/);
  });
});
