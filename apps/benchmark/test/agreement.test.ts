import { describe, expect, it } from 'vitest';
import { differenceOf, disagreement } from '../src/agreement.ts';
import { items } from '../src/items.ts';

const training = items.find(({ name }) => name === 'c32') as (typeof items)[number];

describe('differenceOf', () => {
  it('is relative to the largest value', () => {
    expect(differenceOf([1], [0.5])).toBe(0.5);
    expect(differenceOf([4, 1], [4, 0.5])).toBe(0.125);
    expect(differenceOf([0], [0])).toBe(0);
  });

  it('is infinite where something is not a number, or of another length', () => {
    expect(differenceOf([Number.NaN], [Number.NaN])).toBe(Number.POSITIVE_INFINITY);
    expect(differenceOf([1], [1, 2])).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('disagreement', () => {
  it('is none within what float32 justifies, which is less for the first losses', () => {
    expect(disagreement(training, [[2.49257], [1.2301], [0.5588]], [[2.49257], [1.23015], [0.5593]])).toBeUndefined();
    expect(disagreement(training, [[2.49257]], [[2.4929]])).toMatch(/^other results in run 1/);
    expect(disagreement(training, [[2], [1.2301]], [[2], [1.2297]])).toMatch(/^other results in run 2/);
  });

  it('looks at the runs that both have', () => {
    expect(disagreement(training, [[1], [2], [3]], [[1], [2]])).toBeUndefined();
  });

  it('is any difference where bits have to be the same', () => {
    expect(disagreement(training, [[1]], [[1]], { exact: true })).toBeUndefined();
    expect(disagreement(training, [[1]], [[1 + 2 ** -23]], { exact: true })).toMatch(/off by 1.2e-7, allowed 0$/);
  });

  it('says how far apart results are', () => {
    expect(disagreement(training, [[2], [1]], [[2], [1.1]])).toBe(
      'other results in run 2: 1.1 instead of 1, off by 9.1e-2, allowed 0.0001',
    );
  });
});
