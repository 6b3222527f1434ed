import { jit, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { accuracy, computeMetric } from '../src/index.ts';

const int = { dtype: 'int32' } as const;
const rows = tensor([
  [0.1, 0.7, 0.2],
  [0.5, 0.3, 0.2],
  [0.1, 0.2, 0.7],
  [0.4, 0.3, 0.3],
]);

const of = (yTrue: Tensor, yPred: Tensor, options?: Parameters<typeof accuracy>[0]): number =>
  computeMetric(accuracy(options), yTrue, yPred).item();

describe('accuracy of a choice among classes', () => {
  it('compares class ids, [B] or [B, 1], of any element type', () => {
    expect(of(tensor([1, 0, 1, 2], int), rows)).toBe(0.5);
    expect(of(tensor([[1], [0], [2], [2]], int), rows)).toBe(0.75);
    expect(of(tensor([1, 0, 2, 0]), rows)).toBe(1);
    expect(of(tensor([0, 1, 0, 1], { dtype: 'uint8' }), rows)).toBe(0);
  });

  it('compares one-hot rows', () => {
    const oneHot = tensor([
      [0, 1, 0],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    expect(of(oneHot, rows)).toBe(0.5);
  });

  it('is the same for logits, since only their order matters', () => {
    expect(
      of(
        tensor([1, 0], int),
        tensor([
          [-9, -8],
          [5, 4],
        ]),
        { fromLogits: true },
      ),
    ).toBe(1);
  });

  it('keeps middle axes apart', () => {
    const predictions = tensor([
      [
        [0.9, 0.1],
        [0.2, 0.8],
      ],
      [
        [0.3, 0.7],
        [0.6, 0.4],
      ],
    ]);
    expect(
      of(
        tensor(
          [
            [0, 1],
            [0, 0],
          ],
          int,
        ),
        predictions,
      ),
    ).toBe(0.75);
  });
});

describe('accuracy of yes-or-no questions', () => {
  it('calls yes what is above 0.5', () => {
    expect(of(tensor([1, 0, 1, 0]), tensor([0.6, 0.5, 0.4, 0.1]))).toBe(0.75);
    expect(of(tensor([1, 0]), tensor([[0.6], [0.7]]))).toBe(0.5);
    expect(of(tensor([[true], [false]]), tensor([[0.6], [0.7]]))).toBe(0.5);
  });

  it('calls yes what is above 0 for logits, or above the threshold given', () => {
    expect(of(tensor([1, 0]), tensor([0.2, -0.2]), { fromLogits: true })).toBe(1);
    expect(of(tensor([1, 0]), tensor([0.2, 0.05]), { threshold: 0.1 })).toBe(1);
    expect(of(tensor([1, 1]), tensor([0.2, -0.1]), { threshold: 0 })).toBe(0.5);
  });

  it('asks each output for itself where a threshold is given: several labels at once', () => {
    const several = tensor([
      [1, 0, 1],
      [0, 0, 1],
    ]);
    expect(
      of(
        several,
        tensor([
          [0.9, 0.2, 0.6],
          [0.9, 0.1, 0.2],
        ]),
        { threshold: 0.5 },
      ),
    ).toBeCloseTo(4 / 6, 15);
  });
});

describe('accuracy over batches', () => {
  it('weighs samples, not batches', () => {
    const metric = accuracy();
    let state = metric.initial();
    state = metric.update(state, tensor([1], int), tensor([[0.9, 0.1]]));
    state = metric.update(
      state,
      tensor([0, 0, 0], int),
      tensor([
        [0.9, 0.1],
        [0.8, 0.2],
        [0.7, 0.3],
      ]),
    );
    expect(metric.result(state).item()).toBe(0.75);
  });

  it('passes its state through jit', () => {
    const metric = accuracy();
    const step = jit((state: ReturnType<typeof metric.initial>, y: Tensor, x: Tensor) => metric.update(state, y, x));
    let state = metric.initial();
    for (let i = 0; i < 3; i++)
      state = step(
        state,
        tensor([1, 0], int),
        tensor([
          [0.9, 0.1],
          [0.9, 0.1],
        ]),
      );
    expect(metric.result(state).item()).toBe(0.5);
    expect(state.count.item()).toBe(6);
  });

  it('counts beyond what a float32 can: 2²⁴ + 1', () => {
    const metric = accuracy();
    const many = { total: tensor(2 ** 24, { dtype: 'float64' }), count: tensor(2 ** 24, { dtype: 'float64' }) };
    const { total, count } = metric.update(many, tensor([1]), tensor([0.9]));
    expect([total.item(), count.item()]).toEqual([2 ** 24 + 1, 2 ** 24 + 1]);
  });

  it('is unknown before the first sample', () => {
    const metric = accuracy();
    expect(metric.result(metric.initial()).item()).toBeNaN();
  });
});

describe('the metric itself', () => {
  it('has a name and a direction', () => {
    expect(accuracy()).toMatchObject({ name: 'accuracy', direction: 'max' });
    expect(accuracy({ name: 'top1' }).name).toBe('top1');
  });

  it('rejects shapes that mean nothing', () => {
    expect(() => of(tensor([1, 0]), rows)).toThrow(
      /accuracy: truth \[2\] does not fit predictions \[4, 3\]. Give class ids/,
    );
    expect(() => of(tensor([1, 0, 1]), tensor([0.5, 0.5]))).toThrow(/truth \[3\] does not fit predictions \[2\]/);
    expect(() => of(rows, tensor([1, 0, 1, 2], int))).toThrow(/are they swapped\?/);
    expect(() => accuracy({ treshold: 0.5 } as object)).toThrow(/Did you mean "threshold"/);
    for (const threshold of [Number.NaN, '0.5', null, true]) {
      expect(() => accuracy({ threshold: threshold as never })).toThrow(/accuracy: threshold is a number, got/);
    }
    expect(() => accuracy({ fromLogits: 'no' as never })).toThrow(/fromLogits/);
  });
});
