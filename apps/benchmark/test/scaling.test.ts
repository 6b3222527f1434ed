import { describe, expect, it } from 'vitest';
import type { Contestant } from '../src/contestants.ts';
import { scalingItems, scalingSeries } from '../src/scaling.ts';
import { operationsOf } from '../src/work.ts';

const contestant: Contestant = {
  name: 'gradkit',
  label: 'gradkit',
  runtime: 'node',
  module: '',
  families: ['scaling'],
};

describe('sweeps', () => {
  it('grow one number at a time', () => {
    expect(scalingItems.map(({ name }) => name)).toEqual([
      ...[1, 4, 16, 64, 256, 1024].map((batch) => `batch${batch}`),
      ...[32, 64, 128, 256, 512, 1024].map((width) => `width${width}`),
      ...[1, 2, 4, 8, 16, 32].map((depth) => `depth${depth}`),
    ]);
  });

  it('become lines of time and speed', () => {
    const summaries = scalingItems.map((item) => ({
      item,
      rows: [{ contestant, time: { median: 2, lower: 2, upper: 2 } }],
    }));
    const [batch] = scalingSeries(summaries);
    const points = batch?.lines[0]?.points ?? [];
    expect(points.map(({ x }) => x)).toEqual([1, 4, 16, 64, 256, 1024]);
    expect(points[5]?.speed).toBeCloseTo(operationsOf(scalingItems[5]?.work as never) / 2e6);
  });

  it('leave out what was not measured', () => {
    expect(scalingSeries([]).map(({ lines }) => lines)).toEqual([[], [], []]);
  });
});
