import { describe, expect, it } from 'vitest';
import { digest, measureWorkload, type Schedule } from '../src/measure-workload.ts';

const schedule: Schedule = { cold: false, values: 3, early: 4, warmUp: 50, repetitions: 4, target: 10, patience: 1000 };

/** Work that takes some milliseconds by a clock that only work moves. */
function fake(duration: (run: number) => number) {
  let now = 0;
  let runs = 0;
  return {
    workload: {
      run: () => {
        now += duration(runs);
        runs++;
      },
      read: () => [runs],
    },
    clock: { now: () => now, rest: async () => {} },
    runs: () => runs,
  };
}

describe('measureWorkload', () => {
  it('reports the values of the first runs, and the time of one run in each repetition', async () => {
    const { workload, clock } = fake(() => 2);
    expect(await measureWorkload(workload, schedule, clock)).toEqual({
      values: [[1], [2], [3]],
      times: [2, 2, 2, 2],
      early: [2, 2, 2, 2],
    });
  });

  it('does not count warming up', async () => {
    const { workload, clock } = fake((run) => (run < 20 ? 5 : 1));
    const { times, early } = await measureWorkload(workload, { ...schedule, warmUp: 120 }, clock);
    expect(early).toEqual([5, 5, 5, 5]);
    expect(times).toEqual([1, 1, 1, 1]);
  });

  it('repeats what is short until a repetition is long enough to be timed', async () => {
    const { workload, clock, runs } = fake(() => 0.01);
    const { times } = await measureWorkload(workload, schedule, clock);
    expect(times.every((time) => Math.abs(time - 0.01) < 1e-9)).toBe(true);
    expect(runs()).toBeGreaterThan(4 * 900);
  });

  it('spares what is slow: two values, one repetition', async () => {
    const { workload, clock, runs } = fake(() => 5000);
    const { values, times } = await measureWorkload(workload, schedule, clock);
    expect([values.length, times, runs()]).toEqual([2, [5000], 3]);
  });

  it('waits for promises', async () => {
    const order: string[] = [];
    const workload = {
      run: async () => {
        await Promise.resolve();
        order.push('run');
      },
      wait: async () => {
        order.push('wait');
      },
      read: async () => [order.length],
    };
    let now = 0;
    const clock = {
      now: () => {
        now += 6;
        return now;
      },
      rest: async () => {},
    };
    const { values } = await measureWorkload(workload, schedule, clock);
    expect(values).toEqual([[2], [4], [6]]);
  });
});

describe('digest', () => {
  it('leaves short results alone, and reduces long ones to their size and single elements', () => {
    expect(digest([3])).toEqual([3]);
    expect(digest([3, 0, 4, 0])).toEqual([2.5, 3, 0]);
  });
});
