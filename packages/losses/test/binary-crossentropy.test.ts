import { sigmoid, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { binaryCrossentropy } from '../src/index.ts';
import { expectClose, float32, float64 } from './close.ts';

const f64 = { dtype: 'float64' } as const;
const samples = { reduction: 'none' } as const;

describe('binaryCrossentropy from probabilities', () => {
  it('is −z log p − (1 − z) log(1 − p), averaged', () => {
    const loss = binaryCrossentropy()(tensor([1, 0, 0.25], f64), tensor([0.9, 0.2, 0.5], f64));
    const expected = -(Math.log(0.9) + Math.log(0.8) + Math.log(0.5)) / 3;
    expectClose([loss.item()], [expected], float64);
  });

  it('agrees with the example of Keras: 0.815', () => {
    const yTrue = tensor([
      [0, 1],
      [0, 0],
    ]);
    const yPred = tensor([
      [0.6, 0.4],
      [0.4, 0.6],
    ]);
    // Published with three digits.
    expect(binaryCrossentropy()(yTrue, yPred).item()).toBeCloseTo(0.815, 3);
    expectClose(binaryCrossentropy(samples)(yTrue, yPred).dataSync(), [-Math.log(0.4), -Math.log(0.24) / 2], float32);
  });

  it('keeps probabilities 10⁻⁷ away from 0 and 1', () => {
    const loss = binaryCrossentropy(samples)(tensor([1, 0, 1, 0], f64), tensor([0, 1, 1, 0], f64));
    // log(1e-7) twice; then log1p(−1e-7) twice, where 1 − 1e-7 is itself rounded: 1e-16 in absolute terms.
    expectClose(loss.dataSync(), [-Math.log(1e-7), -Math.log(1e-7), 1e-7, 1e-7], 1e-8);
  });

  it('is accurate for small probabilities of a wrong answer', () => {
    // −log(1 − 3e-6) = 3e-6 + 4.5e-12; log of the rounded 1 − p would be wrong by a hundredth in float32.
    const loss = binaryCrossentropy()(tensor([0]), tensor([3e-6])).item();
    expect(Math.abs(loss / 3.0000045e-6 - 1)).toBeLessThan(float32);
  });
});

describe('binaryCrossentropy from logits', () => {
  const logits = binaryCrossentropy({ fromLogits: true, reduction: 'none' });

  it('equals the form from probabilities where that is accurate', () => {
    const x = tensor([-3, -0.5, 0, 0.5, 3], f64);
    const z = tensor([0, 1, 0.5, 0, 1], f64);
    expectClose(logits(z, x).dataSync(), binaryCrossentropy(samples)(z, sigmoid(x)).dataSync(), float64);
  });

  it('is log 2 at a logit of 0, whatever the truth', () => {
    expectClose(logits(tensor([0, 0.3, 1], f64), tensor([0, 0, 0], f64)).dataSync(), Array(3).fill(Math.LN2), float64);
  });

  it('neither overflows nor saturates: a wrong answer costs its logit', () => {
    expect([...logits(tensor([0, 1, 0, 1]), tensor([1000, -1000, -1000, 1000])).dataSync()]).toEqual([
      1000, 1000, 0, 0,
    ]);
  });

  it('keeps the small costs of right answers: e^−|x|', () => {
    const [one, zero] = logits(tensor([1, 0]), tensor([20, -20])).dataSync() as unknown as [number, number];
    // log(1 + e⁻²⁰) = e⁻²⁰ − …: the next term is 10⁻⁹ of it.
    expect(Math.abs(one / Math.exp(-20) - 1)).toBeLessThan(float32);
    expect(Math.abs(zero / Math.exp(-20) - 1)).toBeLessThan(float32);
  });

  it('leaves NaN to be found', () => {
    expect(logits(tensor([1]), tensor([Number.NaN])).dataSync()[0]).toBeNaN();
  });
});

describe('labelSmoothing', () => {
  it('moves the truth towards one half', () => {
    const smooth = binaryCrossentropy({ labelSmoothing: 0.2 });
    const expected = binaryCrossentropy()(tensor([0.9, 0.1], f64), tensor([0.7, 0.4], f64)).item();
    expectClose([smooth(tensor([1, 0], f64), tensor([0.7, 0.4], f64)).item()], [expected], float64);
  });

  it('is rejected outside [0, 1]', () => {
    expect(() => binaryCrossentropy({ labelSmoothing: 1.5 })).toThrow(
      /labelSmoothing is a number from 0 to 1, got 1.5/,
    );
    for (const labelSmoothing of ['0.1', null, true, []]) {
      expect(() => binaryCrossentropy({ labelSmoothing: labelSmoothing as never })).toThrow(
        /labelSmoothing is a number/,
      );
    }
  });
});

describe('binaryCrossentropy at its border', () => {
  it('takes truth values and integers as truth', () => {
    const yPred = tensor([0.5, 0.5]);
    const expected = [Math.LN2, Math.LN2];
    expectClose(binaryCrossentropy(samples)(tensor([true, false]), yPred).dataSync(), expected, float32);
    expectClose(binaryCrossentropy(samples)(tensor([1, 0], { dtype: 'uint8' }), yPred).dataSync(), expected, float32);
  });

  it('takes [B] for [B, 1]', () => {
    const loss = binaryCrossentropy(samples)(tensor([1, 0]), tensor([[0.5], [0.5]]));
    expect(loss.shape).toEqual([2]);
  });

  it('points at the loss for class ids', () => {
    expect(() => binaryCrossentropy()(tensor([0, 2]), tensor([[0.1, 0.2, 0.7]]))).toThrow(
      /sparseCategoricalCrossentropy/,
    );
  });
});
