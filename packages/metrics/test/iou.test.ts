import { concatenate, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, iou } from '../src/index.ts';

describe('iou', () => {
  const yTrue = tensor([0, 0, 1, 2, 2]);
  const yPred = tensor([
    [0.9, 0, 0.1],
    [0, 0.9, 0.1],
    [0, 0.9, 0.1],
    [0, 0.1, 0.9],
    [0, 0.1, 0.9],
  ]);

  it('is the mean over the classes that are asked for', () => {
    const of = (...targetClassIds: number[]): number =>
      computeMetric(iou({ classes: 3, targetClassIds }), yTrue, yPred).item();
    expect([of(0), of(1), of(2)]).toEqual([0.5, 0.5, 1]);
    expect(of(0, 2)).toBe(0.75);
  });

  it('leaves out classes that do not occur', () => {
    const metric = iou({ classes: 4, targetClassIds: [2, 3] });
    const four = concatenate([yPred, tensor([[0], [0], [0], [0], [0]])], { axis: 1 });
    expect(computeMetric(metric, yTrue, four).item()).toBe(1);
  });

  it('is 0 where none occurs', () => {
    const metric = iou({ classes: 3, targetClassIds: [1] });
    expect(metric.result(metric.initial()).item()).toBe(0);
  });

  it('rejects targets that are no class', () => {
    for (const targetClassIds of [[3], [-1], [0.5], [], undefined as never]) {
      expect(() => iou({ classes: 3, targetClassIds })).toThrow(
        /iou: targetClassIds are a list of classes from 0 to 2/,
      );
    }
  });
});
