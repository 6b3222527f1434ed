import { tensor, transpose } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { categoricalCrossentropy } from '../src/index.ts';
import { expectClose, float32, float64 } from './close.ts';

const f64 = { dtype: 'float64' } as const;
const yTrue = tensor(
  [
    [0, 1, 0],
    [0, 0, 1],
  ],
  f64,
);
const yPred = tensor(
  [
    [0.05, 0.95, 0],
    [0.1, 0.8, 0.1],
  ],
  f64,
);

describe('categoricalCrossentropy from probabilities', () => {
  it('is −log p of the right class: 1.177 in the mean, as in the example of Keras', () => {
    const expected = [-Math.log(0.95), -Math.log(0.1)];
    expectClose(categoricalCrossentropy({ reduction: 'none' })(yTrue, yPred).dataSync(), expected, float64);
    expect(categoricalCrossentropy()(yTrue, yPred).item()).toBeCloseTo(1.177, 3);
    expect(categoricalCrossentropy({ reduction: 'sum' })(yTrue, yPred).item()).toBeCloseTo(2.354, 3);
  });

  it('makes predictions sum to 1 first', () => {
    const loss = categoricalCrossentropy()(tensor([[0, 1]], f64), tensor([[3, 1]], f64));
    expectClose([loss.item()], [Math.log(4)], float64);
  });

  it('keeps probabilities 10⁻⁷ away from 0', () => {
    const loss = categoricalCrossentropy()(tensor([[0, 1]], f64), tensor([[1, 0]], f64));
    expectClose([loss.item()], [-Math.log(1e-7)], float64);
  });
});

describe('categoricalCrossentropy from logits', () => {
  const fromLogits = categoricalCrossentropy({ fromLogits: true, reduction: 'none' });

  it('is log Σ eˣ − Σ z·x for truths that sum to 1', () => {
    const rows = [
      [1, -2, 0.5],
      [0, 3, -1],
    ];
    const truth = [
      [0.2, 0.3, 0.5],
      [0, 0, 1],
    ];
    const expected = rows.map((row, b) => {
      const sum = Math.log(row.reduce((total, x) => total + Math.exp(x), 0));
      return sum - row.reduce((total, x, c) => total + x * ((truth[b] as number[])[c] as number), 0);
    });
    expectClose(fromLogits(tensor(truth, f64), tensor(rows, f64)).dataSync(), expected, float64);
  });

  it('neither overflows nor saturates', () => {
    const loss = fromLogits(
      tensor([
        [1, 0],
        [0, 1],
      ]),
      tensor([
        [1000, -1000],
        [1000, -1000],
      ]),
    );
    expect([...loss.dataSync()].map(Math.abs)).toEqual([0, 2000]);
  });

  it('is log C for equal logits', () => {
    expectClose(fromLogits(tensor([[0, 1, 0, 0]]), tensor([[7, 7, 7, 7]])).dataSync(), [Math.log(4)], float32);
  });
});

describe('options', () => {
  it('labelSmoothing spreads a share of the truth over all classes', () => {
    const smooth = categoricalCrossentropy({ labelSmoothing: 0.3, fromLogits: true });
    const plain = categoricalCrossentropy({ fromLogits: true });
    const logits = tensor([[1, -2, 0.5]], f64);
    const expected = plain(tensor([[0.1, 0.8, 0.1]], f64), logits).item();
    expectClose([smooth(tensor([[0, 1, 0]], f64), logits).item()], [expected], float64);
  });

  it('axis names where the classes are', () => {
    const loss = categoricalCrossentropy({ axis: 0, reduction: 'none' })(transpose(yTrue), transpose(yPred));
    expectClose(loss.dataSync(), [-Math.log(0.95), -Math.log(0.1)], float64);
    expect(() => categoricalCrossentropy({ axis: 2 })(yTrue, yPred)).toThrow(
      /categoricalCrossentropy: axis 2 is outside/,
    );
  });

  it('are checked', () => {
    expect(() => categoricalCrossentropy({ labelSmoothing: -0.1 })).toThrow(/labelSmoothing is a number from 0 to 1/);
    expect(() => categoricalCrossentropy({ fromLogit: true } as object)).toThrow(/Did you mean "fromLogits"/);
  });
});

describe('shapes', () => {
  it('points at the loss for class ids', () => {
    const ids = /looks like class ids: use sparseCategoricalCrossentropy\(\)/;
    expect(() => categoricalCrossentropy()(tensor([1, 2]), yPred)).toThrow(ids);
    expect(() => categoricalCrossentropy()(tensor([[1], [2]]), yPred)).toThrow(ids);
  });

  it('rejects other differences, and predictions with one class', () => {
    expect(() => categoricalCrossentropy()(tensor([[1, 0]]), yPred)).toThrow(/one number per class/);
    expect(() => categoricalCrossentropy()(tensor([[1]]), tensor([[1]]))).toThrow(/no classes to choose from/);
  });

  it('keeps middle axes', () => {
    const three = tensor(new Float32Array(24).fill(1), { shape: [2, 3, 4] });
    expect(categoricalCrossentropy({ reduction: 'none' })(three, three).shape).toEqual([2, 3]);
  });
});
