import { describe, expect, it } from 'vitest';
import { Choice } from '../../../src/wasm/threads/choice.ts';

/** Runs with times as given; returns how many of the last hundred took all threads. */
function share(choice: Choice, count: number, one: number, all: number): number {
  let taken = 0;
  for (let run = 0; run < count; run++) {
    const takesAll = choice.next;
    choice.record(takesAll, takesAll ? all : one);
    if (takesAll && run >= count - 100) taken++;
  }
  return taken;
}

describe('a choice', () => {
  it('tries one thread and all in turns, and knows nothing before', () => {
    const choice = new Choice();
    const tried: boolean[] = [];
    for (let run = 0; run < 8; run++) {
      tried.push(choice.next);
      expect(choice.timing).toBeUndefined();
      choice.record(choice.next, 1);
    }
    expect(tried).toEqual([false, true, false, true, false, true, false, true]);
  });

  it('keeps what was faster', () => {
    expect(share(new Choice(), 180, 2, 1)).toBe(100);
    expect(share(new Choice(), 180, 1, 2)).toBe(0);
  });

  it('leaves the first runs out, in which engines compile', () => {
    const choice = new Choice();
    choice.record(false, 0.1);
    choice.record(true, 0.1);
    share(choice, 100, 3, 2);
    expect(choice.timing).toEqual({ one: 3, all: 2 });
  });

  it('takes the shortest times, which other work on the machine cannot make shorter', () => {
    const choice = new Choice();
    for (const ms of [9, 9, 9, 9, 2, 9, 9, 1, 9, 9]) choice.record(choice.next, ms);
    expect(choice.timing).toEqual({ one: 2, all: 1 });
  });

  it('looks again soon, and then more and more rarely', () => {
    const choice = new Choice();
    const looked: number[] = [];
    for (let run = 0; run < 5000; run++) {
      const wasTiming = choice.isTiming();
      choice.record(choice.next, 1);
      if (!wasTiming && choice.isTiming()) looked.push(run);
    }
    const gaps = looked.slice(1).map((run, i) => run - (looked[i] as number));
    expect(gaps.length).toBeGreaterThan(4);
    expect(gaps).toEqual([...gaps].sort((x, y) => x - y));
    expect(Math.max(...gaps)).toBeLessThan(1100);
  });

  it('changes its mind when the other has become faster', () => {
    const choice = new Choice();
    share(choice, 60, 1, 2);
    expect(choice.isFaster()).toBe(false);
    share(choice, 100, 2, 1);
    expect(choice.isFaster()).toBe(true);
    expect(choice.timing).toEqual({ one: 2, all: 1 });
  });
});
