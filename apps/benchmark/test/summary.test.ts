import { describe, expect, it } from 'vitest';
import type { Contestant } from '../src/contestants.ts';
import { items } from '../src/items.ts';
import type { Report } from '../src/measure-workload.ts';
import { summarise } from '../src/summary.ts';

const item = items.find(({ name }) => name === 'c32') as (typeof items)[number];

const contestant = (name: string, rest: Partial<Contestant> = {}): Contestant => ({
  name,
  label: name,
  runtime: 'node',
  module: '',
  families: ['c'],
  ...rest,
});

const report = (times: readonly number[], values = [[2], [1]]): Report => ({
  engine: 'fake',
  values,
  times,
  early: [9, 2, 2, 2, 2, 2],
  facts: {},
  peakBytes: 5e6,
});

const series = (one: Contestant, ...outcomes: (Report | { failure: string } | undefined)[]) => ({
  item,
  contestant: one,
  outcomes,
});

describe('summarise', () => {
  it('takes the median of repetitions, then of rounds, and ratios within a round', () => {
    const { rows } = summarise(item, [
      series(contestant('ours'), report([1, 2, 9]), report([4, 4, 4]), report([3])),
      series(contestant('theirs'), report([4]), report([4]), report([9])),
    ]);
    expect(rows[0]?.time?.median).toBe(3);
    expect(rows[1]?.time?.median).toBe(4);
    // 4 / 2, 4 / 4, 9 / 3
    expect(rows[1]?.ratio).toEqual({ median: 2, lower: 1.5, upper: 2.5 });
  });

  it('counts the runs before five in a row were about as fast as later ones', () => {
    const slowly = { ...report([2]), early: [90, 9, 9, 2, 9, 2.1, 2, 2, 2, 2] };
    const never = { ...report([2]), early: [90, 9, 9, 9, 9, 9, 9, 9, 9, 9] };
    const briefly = { ...report([2]), early: [90, 2, 2] };
    const { rows } = summarise(item, [
      series(contestant('slowly'), slowly),
      series(contestant('never'), never),
      series(contestant('briefly'), briefly),
    ]);
    expect(rows.map(({ steadyAfter, first }) => [steadyAfter, first])).toEqual([
      [2, 90],
      [Number.POSITIVE_INFINITY, 90],
      [Number.NaN, 90],
    ]);
  });

  it('pairs only the rounds that both took part in', () => {
    const { rows } = summarise(item, [
      series(contestant('ours'), report([1]), report([2])),
      series(contestant('slow'), report([10]), undefined),
    ]);
    expect(rows[1]?.ratio?.median).toBe(10);
  });

  it('gives no ratio to who computed something else, and says why', () => {
    const { rows } = summarise(item, [
      series(contestant('ours'), report([1])),
      series(contestant('wrong'), report([1], [[2], [1.5]])),
      series(contestant('other', { differs: 'another algorithm' }), report([1], [[7]])),
      series(contestant('broken'), { failure: 'no such kernel' }),
    ]);
    expect(rows.slice(1).map(({ ratio }) => ratio)).toEqual([undefined, undefined, undefined]);
    expect(rows.slice(1).map(({ note }) => note)).toEqual([
      'other results in run 2: 1.5 instead of 1, off by 3.3e-1, allowed 0.0001',
      'another algorithm',
      'no such kernel',
    ]);
  });
});
