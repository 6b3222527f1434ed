import { describe, expect, it } from 'vitest';
import { type History, isBetter, lowest, reached } from '../src/full-batch/history.ts';

const history = (...losses: number[]): History => ({
  method: 'method',
  end: 'gtol',
  moments: losses.map((loss, i) => ({ evaluations: i + 1, products: 2 * i, seconds: i / 10, loss, slope: 10 * loss })),
});

describe('reached', () => {
  it('is the first evaluation at a level', () => {
    const run = history(3, 1, 2, 0.5);
    expect(reached(run, 'loss', 1)?.evaluations).toBe(2);
    expect(reached(run, 'slope', 5)?.evaluations).toBe(4);
    expect(reached(run, 'loss', 0.1)).toBeUndefined();
  });
});

describe('lowest', () => {
  it('is the smallest loss so far, for losses go up and down', () => {
    const run = history(3, 1, 2, 0.5);
    expect(lowest(run, ({ evaluations }) => evaluations <= 3)).toBe(1);
    expect(lowest(run, ({ seconds }) => seconds < 0)).toBeUndefined();
  });
});

describe('isBetter', () => {
  it('goes by the lowest level that either comes to, then by the end', () => {
    const [fast, deep, neither] = [history(0.9), history(2, 2, 0.09), history(2, 1.5)];
    expect(isBetter(deep, fast, 'loss', [1, 0.1])).toBe(true);
    expect(isBetter(fast, deep, 'loss', [1, 0.1])).toBe(false);
    expect(isBetter(fast, neither, 'loss', [1, 0.1])).toBe(true);
    expect(isBetter(history(1.4), neither, 'loss', [1, 0.1])).toBe(true);
  });
});
