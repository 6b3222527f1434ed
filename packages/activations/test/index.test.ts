import * as core from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import * as activations from '../src/index.ts';

// Two that are not of the form x ↦ f(x) with the same shape: one halves an axis, one needs options.
const { glu: _, threshold, ...plain } = activations;
const named: Readonly<Record<string, activations.Activation>> = {
  ...plain,
  threshold: (x) => threshold(x, { threshold: 1, defaultValue: 0 }),
};

describe('the names of the package', () => {
  it('are the functions of core where core has them, so that they can be compared', () => {
    expect(activations.sigmoid).toBe(core.sigmoid);
    expect(activations.tanh).toBe(core.tanh);
    expect(activations.softmax).toBe(core.softmax);
    expect(activations.logSoftmax).toBe(core.logSoftmax);
    expect(activations.exp).toBe(core.exp);
  });

  it('are the other names of some functions', () => {
    expect(activations.swish).toBe(activations.silu);
    expect(activations.hardSwish).toBe(activations.hardSilu);
  });

  it('are activations: tensor in, tensor of the same shape and element type out', () => {
    for (const dtype of ['float32', 'float64'] as const) {
      const x = core.tensor(
        [
          [-1, 0, 2],
          [3, -4, 5],
        ],
        { dtype },
      );
      for (const [name, activation] of Object.entries(named)) {
        const y = activation(x);
        expect([y.shape, y.dtype], name).toEqual([[2, 3], dtype]);
        expect([...y.dataSync()].every(Number.isFinite), name).toBe(true);
      }
    }
  });

  it('take single numbers in one-element tensors, and tensors without elements', () => {
    for (const [name, activation] of Object.entries(named)) {
      expect(activation(core.tensor([0.5])).shape, name).toEqual([1]);
      expect(activation(core.zeros([2, 0])).shape, name).toEqual([2, 0]);
    }
  });

  it('leave NaN to be found', () => {
    for (const [name, activation] of Object.entries(named)) {
      expect(activation(core.tensor([Number.NaN])).dataSync()[0], name).toBeNaN();
    }
  });

  it('are finite for all but the largest numbers', () => {
    const { exp: __, ...bounded } = named;
    for (const [name, activation] of Object.entries(bounded)) {
      for (const x of [1e4, -1e4, 1e18, -1e18]) {
        expect(activation(core.tensor([x])).dataSync()[0], `${name}(${x})`).toSatisfy(Number.isFinite);
      }
    }
  });

  it('map logits to probabilities as published: softmax([1, 2, 3]) = [0.0900, 0.2447, 0.6652]', () => {
    const p = activations.softmax(core.tensor([1, 2, 3]));
    [0.09003057, 0.24472847, 0.66524096].forEach((expected, i) => {
      // The published values have eight digits; float32 has seven.
      expect(p.dataSync()[i]).toBeCloseTo(expected, 6);
    });
  });
});
