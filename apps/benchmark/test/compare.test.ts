import { describe, expect, it } from 'vitest';
import { compareSeries, verdictOf } from '../src/compare.ts';
import type { Contestant } from '../src/contestants.ts';
import { items } from '../src/items.ts';
import type { Report } from '../src/measure-workload.ts';

const item = items.find(({ name }) => name === 'c32') as (typeof items)[number];
const contestant: Contestant = { name: 'gradkit', label: 'gradkit', runtime: 'node', module: '', families: ['c'] };
const report = (time: number, loss = 1): Report => ({
  engine: 'fake',
  values: [[loss]],
  times: [time],
  early: [1],
  facts: {},
});
const series = (...outcomes: (Report | { failure: string } | undefined)[]) => ({ item, contestant, outcomes });

describe('compareSeries', () => {
  it('pairs rounds, so that a drift of the machine cancels', () => {
    const drift = [1, 2, 4, 3, 1, 5, 2];
    const present = series(...drift.map((factor) => report(0.9 * factor)));
    const base = series(...drift.map((factor) => report(factor)));
    const row = compareSeries(item, present, base);
    expect(row.ratio?.median).toBeCloseTo(0.9);
    expect(row.ratio?.upper).toBeCloseTo(0.9);
    expect(row.verdict).toBe('faster');
    expect(row.base?.median).toBe(2);
  });

  it('claims nothing where ratios go both ways', () => {
    const present = series(...[0.7, 1.4, 0.9, 1.2, 1.1].map((time) => report(time)));
    const base = series(...[1, 1, 1, 1, 1].map((time) => report(time)));
    expect(compareSeries(item, present, base).verdict).toBe('no difference shown');
  });

  it('says when builds compute different things, or one of them cannot', () => {
    expect(compareSeries(item, series(report(1, 2)), series(report(1))).verdict).toMatch(
      /^other results in run 1: 2 instead of 1/,
    );
    expect(compareSeries(item, series({ failure: 'no such function' }), series(report(1))).verdict).toBe(
      'no such function',
    );
  });
});

describe('verdictOf', () => {
  it('follows the interval', () => {
    const verdicts = [
      { lower: 0.8, median: 0.9, upper: 0.99 },
      { lower: 0.9, median: 1, upper: 1.1 },
      { lower: 1.01, median: 1.1, upper: 1.3 },
    ].map(verdictOf);
    expect(verdicts).toEqual(['faster', 'no difference shown', 'slower']);
  });
});
