import { jit, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, confusionMatrix } from '../src/index.ts';

const int = { dtype: 'int32' } as const;
const rows = tensor([
  [0.1, 0.7, 0.2],
  [0.5, 0.3, 0.2],
  [0.1, 0.2, 0.7],
  [0.4, 0.3, 0.3],
]);
const counts = (yTrue: Tensor, yPred: Tensor, classes = 3): unknown =>
  computeMetric(confusionMatrix({ classes }), yTrue, yPred).toArray();

describe('confusionMatrix', () => {
  it('counts rows of true and columns of predicted classes', () => {
    expect(counts(tensor([1, 0, 0, 2], int), rows)).toEqual([
      [1, 0, 1],
      [0, 1, 0],
      [1, 0, 0],
    ]);
  });

  it('takes [B, 1] and one-hot rows as truth', () => {
    const expected = counts(tensor([1, 0, 0, 2], int), rows);
    expect(counts(tensor([[1], [0], [0], [2]]), rows)).toEqual(expected);
    expect(
      counts(
        tensor([
          [0, 1, 0],
          [1, 0, 0],
          [1, 0, 0],
          [0, 0, 1],
        ]),
        rows,
      ),
    ).toEqual(expected);
  });

  it('takes one output for two classes', () => {
    const expected = [
      [1, 1],
      [0, 2],
    ];
    expect(counts(tensor([0, 0, 1, 1]), tensor([0.1, 0.9, 0.8, 0.7]), 2)).toEqual(expected);
    expect(counts(tensor([0, 0, 1, 1]), tensor([[0.1], [0.9], [0.8], [0.7]]), 2)).toEqual(expected);
    const strict = confusionMatrix({ classes: 2, threshold: 0.75 });
    expect(computeMetric(strict, tensor([1, 1]), tensor([0.7, 0.8])).toArray()).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it('adds up batches in float64, also inside jit', () => {
    const metric = confusionMatrix({ classes: 3 });
    const step = jit((state: Tensor, y: Tensor, x: Tensor) => metric.update(state, y, x));
    let state = metric.initial();
    for (let i = 0; i < 3; i++) state = step(state, tensor([1, 0, 2, 0], int), rows);
    expect(state.dtype).toBe('float64');
    expect(metric.result(state).toArray()).toEqual([
      [6, 0, 0],
      [0, 3, 0],
      [0, 0, 3],
    ]);
  });

  it('does not count labels that are no class', () => {
    const all = counts(tensor([1, -1, 3, 0], int), rows) as number[][];
    expect(all).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]);
  });

  it('adds up weights, of samples or of timesteps', () => {
    const metric = confusionMatrix({ classes: 3 });
    const weighted = computeMetric(metric, tensor([1, 0, 0, -1], int), rows, tensor([0.5, 2, 0, 7]));
    expect(weighted.toArray()).toEqual([
      [2, 0, 0],
      [0, 0.5, 0],
      [0, 0, 0],
    ]);
    const steps = tensor([rows.toArray(), rows.toArray()] as number[][][]);
    const labels = tensor(
      [
        [1, 0, 0, 2],
        [1, 0, 0, 2],
      ],
      int,
    );
    expect(computeMetric(metric, labels, steps, tensor([1, 10])).toArray()).toEqual([
      [11, 0, 11],
      [0, 11, 0],
      [11, 0, 0],
    ]);
    expect(() => computeMetric(metric, labels, steps, tensor([1, 2, 3]))).toThrow(
      /confusionMatrix: sampleWeight \[3\] does not fit values \[2, 4\]/,
    );
  });

  it('has no direction', () => {
    expect(confusionMatrix({ classes: 2 })).toMatchObject({ name: 'confusionMatrix', direction: 'none' });
  });

  it('rejects shapes that do not fit its classes', () => {
    expect(() => counts(tensor([1, 0, 0, 2], int), rows, 4)).toThrow(
      /confusionMatrix: truth \[4\] does not fit predictions \[4, 3\]. 4 classes need predictions \[B, 4\]/,
    );
    expect(() => counts(tensor([1, 0], int), rows)).toThrow(/truth \[2\] does not fit/);
    expect(() => confusionMatrix({ classes: 2, threshold: Number.NaN })).toThrow(/threshold is a number, got NaN/);
    expect(() => confusionMatrix({ classes: 2, ignoreClass: 0.5 })).toThrow(
      /ignoreClass is a label, an integer, got 0.5/,
    );
    expect(() => confusionMatrix({ classes: 1 })).toThrow(/classes must be an integer of at least 2, got 1/);
  });
});
