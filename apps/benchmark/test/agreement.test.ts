import { describe, expect, it } from 'vitest';
import { differenceOf, disagreement } from '../src/agreement.ts';
import { items } from '../src/items.ts';

const training = items.find(({ name }) => name === 'c32') as (typeof items)[number];

describe('differenceOf', () => {
  it('is relative to the larger value, the worst of all runs', () => {
    expect(differenceOf([[2], [1]], [[2], [0.5]])).toBe(0.5);
    expect(differenceOf([[0]], [[0]])).toBe(0);
  });

  it('looks at the runs that both have', () => {
    expect(differenceOf([[1], [2], [3]], [[1], [2]])).toBe(0);
  });

  it('is infinite where something is not a number, or of another length', () => {
    expect(differenceOf([[Number.NaN]], [[Number.NaN]])).toBe(Number.POSITIVE_INFINITY);
    expect(differenceOf([[1]], [[1, 2]])).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('disagreement', () => {
  it('is none within what float32 justifies', () => {
    expect(disagreement(training, [[2.49257], [1.2301]], [[2.49257], [1.23015]])).toBeUndefined();
  });

  it('says how far apart results are', () => {
    expect(disagreement(training, [[2], [1]], [[2], [1.1]])).toBe(
      'other results: off by 9.1e-2, allowed 0.0002; 1.1 instead of 1',
    );
  });
});
