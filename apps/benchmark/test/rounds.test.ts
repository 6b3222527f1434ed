import { describe, expect, it } from 'vitest';
import type { Contestant } from '../src/contestants.ts';
import { items } from '../src/items.ts';
import type { Report } from '../src/measure-workload.ts';
import { playRounds } from '../src/rounds.ts';

const contestant = (name: string, families: Contestant['families'] = ['c', 'd']): Contestant => ({
  name,
  label: name,
  runtime: 'node',
  module: '',
  families,
});

const report: Report = { engine: 'fake', values: [[1]], times: [1], early: [1], facts: {}, peakBytes: 1 };
const two = items.filter(({ name }) => name === 'c32' || name === 'd');

describe('playRounds', () => {
  it('lets contestants take turns, item by item', async () => {
    const order: string[] = [];
    await playRounds(two, [contestant('A'), contestant('B'), contestant('C', ['d'])], {
      rounds: 2,
      slow: 1e9,
      slowRounds: 1,
      run: async (item, { name }) => {
        order.push(`${item.name} ${name}`);
        return report;
      },
    });
    expect(order).toEqual(['c32 A', 'c32 B', 'c32 A', 'c32 B', 'd A', 'd B', 'd C', 'd A', 'd B', 'd C']);
  });

  it('does not try again what failed', async () => {
    let tries = 0;
    const [series] = await playRounds(two.slice(0, 1), [contestant('A')], {
      rounds: 3,
      slow: 1e9,
      slowRounds: 1,
      run: async () => {
        tries++;
        return { failure: 'cannot' };
      },
    });
    expect(tries).toBe(1);
    expect(series?.outcomes).toEqual([{ failure: 'cannot' }, undefined, undefined]);
  });

  it('lets slow ones out of later rounds, and rests between processes', async () => {
    let now = 0;
    let rests = 0;
    const [quick, slow] = await playRounds(two.slice(0, 1), [contestant('quick'), contestant('slow')], {
      rounds: 4,
      slow: 100,
      slowRounds: 2,
      now: () => now,
      between: () => {
        rests++;
      },
      run: async (_, { name }) => {
        now += name === 'slow' ? 500 : 5;
        return report;
      },
    });
    expect(quick?.outcomes).toEqual([report, report, report, report]);
    expect(slow?.outcomes).toEqual([report, report, undefined, undefined]);
    expect(rests).toBe(6);
  });
});
