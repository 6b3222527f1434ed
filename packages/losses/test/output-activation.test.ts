import { sigmoid, softmax, tanh } from '@gradkit/activations';
import { grad } from '@gradkit/autograd';
import { exp, mul, sub, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  binaryCrossentropy,
  categoricalCrossentropy,
  hinge,
  type Loss,
  meanSquaredError,
  poisson,
  sparseCategoricalCrossentropy,
} from '../src/index.ts';
import { expectClose } from './close.ts';

// The activation of the output follows the loss, and not the other way round: where both belong together, the slope by what
// goes into the activation is "prediction − truth", which only a right answer makes 0.
const f64 = { dtype: 'float64' } as const;
const x = tensor([[2, -1, 0.5]], f64);
const slope = (loss: Loss, truth: Tensor, activation: (x: Tensor) => Tensor, at = x): ArrayLike<number> =>
  grad((z: Tensor) => loss(truth, activation(z)))(at).dataSync();
const linear = (z: Tensor): Tensor => z;

describe('the output activation that belongs to a loss', () => {
  it('of a choice among classes is softmax, or none with fromLogits', () => {
    const truth = tensor([[0, 1, 0]], f64);
    const expected = sub(softmax(x), truth).dataSync();
    expectClose(slope(categoricalCrossentropy(), truth, softmax), expected, 1e-12);
    expectClose(slope(categoricalCrossentropy({ fromLogits: true }), truth, linear), expected, 1e-14);
    const ids = tensor([1], { dtype: 'int32' });
    expectClose(slope(sparseCategoricalCrossentropy({ fromLogits: true }), ids, linear), expected, 1e-14);
  });

  it('of yes-or-no questions is sigmoid, or none with fromLogits', () => {
    const truth = tensor([[1, 1, 0]], f64);
    const expected = mul(sub(sigmoid(x), truth), 1 / 3).dataSync();
    expectClose(slope(binaryCrossentropy(), truth, sigmoid), expected, 1e-12);
    expectClose(slope(binaryCrossentropy({ fromLogits: true }), truth, linear), expected, 1e-14);
  });

  it('of a regression is none', () => {
    const truth = tensor([[5, -20, 300]], f64);
    expectClose(slope(meanSquaredError(), truth, linear), mul(sub(x, truth), 2 / 3).dataSync(), 1e-14);
  });

  it('of counts is one that is positive: of exp, the slope is again prediction − truth', () => {
    const truth = tensor([[3, 0, 7]], f64);
    const expected = Array.from(x.dataSync(), (z, i) => (Math.exp(z) - (truth.dataSync()[i] as number)) / 3);
    expectClose(slope(poisson(), truth, exp), expected, 1e-6);
  });
});

describe('an output activation that does not belong to the loss', () => {
  it('learns nothing from answers that are as wrong as can be: sigmoid under squared errors', () => {
    const wrong = tensor([[-40]], f64);
    const yes = tensor([[1]], f64);
    expect(Math.abs(slope(meanSquaredError(), yes, sigmoid, wrong)[0] as number)).toBeLessThan(1e-16);
    expect(slope(binaryCrossentropy({ fromLogits: true }), yes, linear, wrong)[0]).toBe(-1);
  });

  it('cannot reach its targets: tanh, unless they are in [−1, 1]', () => {
    const steps = (target: number): number => {
      let z = tensor([[0.5]], f64);
      const by = grad((at: Tensor) => meanSquaredError()(tensor([[target]], f64), tanh(at)));
      for (let i = 0; i < 200; i++) z = tensor([[z.item() - by(z).item()]], f64);
      return tanh(z).item();
    };
    expect(steps(-0.75)).toBeCloseTo(-0.75, 6);
    expect(steps(3)).toBeLessThan(1);
  });

  it('fits labels −1 and 1, as tanh and hinges have them', () => {
    expect(hinge()(tensor([[1, -1]], f64), tanh(tensor([[20, -20]], f64))).item()).toBeCloseTo(0, 12);
  });
});
