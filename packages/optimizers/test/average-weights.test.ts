import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { averageWeights, sgd } from '../src/index.ts';
import { followsSimulation } from './follows-simulation.ts';
import { parameter } from './training.ts';

const f64 = { dtype: 'float64' } as const;

describe('averageWeights', () => {
  followsSimulation('averageWeights');

  it('exchanges means and parameters, and back', () => {
    const w = parameter([0]);
    const optimizer = averageWeights(sgd(1));
    for (const g of [-1, -1, -4]) optimizer.apply([tensor([g], f64)], [w]);
    optimizer.averages?.swap([w]);
    expect(w.variable.value.item()).toBe(3);
    optimizer.averages?.swap([w]);
    expect(w.variable.value.item()).toBe(6);
  });

  it('has no average of a parameter that it does not know', () => {
    const { averages } = averageWeights(sgd());
    expect(() => averages?.of(parameter([1]))).toThrow(/averageWeights: there is no average of "w"/);
  });
});
