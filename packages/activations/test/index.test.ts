import * as core from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import * as activations from '../src/index.ts';

describe('the names of the package', () => {
  it('are the functions of core where core has them, so that they can be compared', () => {
    expect(activations.sigmoid).toBe(core.sigmoid);
    expect(activations.tanh).toBe(core.tanh);
    expect(activations.softmax).toBe(core.softmax);
    expect(activations.logSoftmax).toBe(core.logSoftmax);
  });

  it('are all activations: tensor in, tensor of the same shape out', () => {
    const x = core.tensor([
      [-1, 0, 2],
      [3, -4, 5],
    ]);
    const named: Record<string, activations.Activation> = { ...activations };
    for (const [name, activation] of Object.entries(named)) {
      const y = activation(x);
      expect(y.shape, name).toEqual([2, 3]);
      expect([...y.dataSync()].every(Number.isFinite), name).toBe(true);
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
