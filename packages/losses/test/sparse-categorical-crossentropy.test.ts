import { jit, oneHot, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { categoricalCrossentropy, sparseCategoricalCrossentropy } from '../src/index.ts';
import { expectClose, float32, float64 } from './close.ts';

const f64 = { dtype: 'float64' } as const;
const int = { dtype: 'int32' } as const;
const logits = tensor(
  [
    [1, -2, 0.5],
    [0, 3, -1],
    [2, 2, 2],
  ],
  f64,
);
const labels = tensor([2, 1, 0], int);

describe('sparseCategoricalCrossentropy', () => {
  it('agrees with the example of Keras: 1.177', () => {
    const probabilities = tensor([
      [0.05, 0.95, 0],
      [0.1, 0.8, 0.1],
    ]);
    expect(sparseCategoricalCrossentropy()(tensor([1, 2]), probabilities).item()).toBeCloseTo(1.177, 3);
  });

  it('equals the loss of the one-hot truth, with every option they share', () => {
    for (const fromLogits of [true, false]) {
      for (const labelSmoothing of [0, 0.3]) {
        for (const reduction of ['mean', 'sum', 'none'] as const) {
          const options = { fromLogits, labelSmoothing, reduction };
          const predictions = fromLogits
            ? logits
            : tensor(
                [
                  [0.2, 0.3, 0.5],
                  [0.9, 0.1, 0],
                  [1, 1, 2],
                ],
                f64,
              );
          const sparse = sparseCategoricalCrossentropy(options)(labels, predictions);
          const dense = categoricalCrossentropy(options)(oneHot(labels, 3, f64), predictions);
          expect(sparse.shape).toEqual(dense.shape);
          expectClose(sparse.dataSync(), dense.dataSync(), float64);
        }
      }
    }
  });

  it('takes labels of any element type, as [B] or [B, 1]', () => {
    const loss = sparseCategoricalCrossentropy({ fromLogits: true });
    const expected = [loss(labels, logits).item()];
    for (const dtype of ['float32', 'float64', 'uint8', 'uint32'] as const) {
      expectClose([loss(tensor([2, 1, 0], { dtype }), logits).item()], expected, 0);
    }
    expectClose([loss(tensor([[2], [1], [0]], int), logits).item()], expected, 0);
  });

  it('takes predictions with middle axes', () => {
    const loss = sparseCategoricalCrossentropy({ fromLogits: true, reduction: 'none' });
    const cube = tensor(new Float32Array(24), { shape: [2, 3, 4] });
    const values = loss(
      tensor(
        [
          [0, 1, 2],
          [3, 0, 1],
        ],
        int,
      ),
      cube,
    );
    expect(values.shape).toEqual([2, 3]);
    expectClose(values.dataSync(), Array(6).fill(Math.log(4)), float32);
  });

  it('neither overflows nor saturates', () => {
    const loss = sparseCategoricalCrossentropy({ fromLogits: true, reduction: 'none' });
    const values = loss(
      tensor([0, 1], int),
      tensor([
        [1000, -1000],
        [1000, -1000],
      ]),
    );
    expect([...values.dataSync()].map(Math.abs)).toEqual([0, 2000]);
  });

  it('gives the same inside jit', () => {
    const loss = sparseCategoricalCrossentropy({ fromLogits: true });
    const jitted = jit((y: Tensor, x: Tensor) => loss(y, x));
    expectClose([jitted(labels, logits).item()], [loss(labels, logits).item()], float64);
  });
});

describe('a label that is no class', () => {
  it('makes its sample NaN instead of counting for nothing', () => {
    const loss = sparseCategoricalCrossentropy({ fromLogits: true, reduction: 'none' });
    const values = loss(tensor([3, -1, 0], int), logits).dataSync();
    expect([...values].map(Number.isNaN)).toEqual([true, true, false]);
  });
});

describe('ignoreClass', () => {
  const options = { fromLogits: true, ignoreClass: -1 } as const;
  const some = tensor([2, -1, 0], int);

  it('leaves samples out of the mean', () => {
    const all = sparseCategoricalCrossentropy({ fromLogits: true, reduction: 'none' })(labels, logits).dataSync();
    const expected = ((all[0] as number) + (all[2] as number)) / 2;
    expectClose([sparseCategoricalCrossentropy(options)(some, logits).item()], [expected], float64);
    expectClose(
      [sparseCategoricalCrossentropy({ ...options, reduction: 'sum' })(some, logits).item()],
      [2 * expected],
      float64,
    );
  });

  it('gives them the value 0', () => {
    const values = sparseCategoricalCrossentropy({ ...options, reduction: 'none' })(some, logits).dataSync();
    expect(values[1]).toBe(0);
    expect(values[0]).toBeGreaterThan(0);
  });

  it('may be a class, and may be all there is', () => {
    const without0 = sparseCategoricalCrossentropy({ fromLogits: true, ignoreClass: 0 });
    const all = sparseCategoricalCrossentropy({ fromLogits: true, reduction: 'none' })(labels, logits).dataSync();
    expectClose([without0(labels, logits).item()], [((all[0] as number) + (all[1] as number)) / 2], float64);
    expect(without0(tensor([0, 0, 0], int), logits).item()).toBe(0);
  });
});

describe('shapes', () => {
  const loss = sparseCategoricalCrossentropy();

  it('points at the loss for one-hot rows', () => {
    expect(() => loss(logits, logits)).toThrow(/one number per class: use categoricalCrossentropy\(\)/);
  });

  it('rejects labels of another number, one output, and predictions that are no floats', () => {
    expect(() => loss(tensor([1, 2], int), logits)).toThrow(
      /labels \[2\] do not fit predictions \[3, 3\]. Labels must be \[3\] or \[3, 1\]/,
    );
    expect(() => loss(tensor([1, 0], int), tensor([[0.5], [0.5]]))).toThrow(
      /Use binaryCrossentropy\(\) for one output/,
    );
    expect(() => loss(logits, labels)).toThrow(/are they swapped\?/);
    for (const ignoreClass of [Number.NaN, 1.5, '1', true, null]) {
      expect(() => sparseCategoricalCrossentropy({ ignoreClass: ignoreClass as never })).toThrow(
        /ignoreClass is a label, an integer/,
      );
    }
  });
});
