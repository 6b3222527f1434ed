import { describe, expect, it } from 'vitest';
import { stopGradient, tensor } from '../../src/index.ts';

describe('stopGradient', () => {
  it('has the values, shape and element type of its argument', () => {
    for (const dtype of ['float32', 'float64', 'int32', 'uint32', 'uint8', 'bool'] as const) {
      const x = tensor([[0, 1]], { dtype });
      expect([stopGradient(x).dtype, stopGradient(x).toArray()]).toEqual([dtype, x.toArray()]);
    }
    expect(stopGradient(tensor([Number.NaN, -0, Infinity])).toArray()).toEqual([Number.NaN, -0, Infinity]);
    expect(stopGradient(tensor([], { shape: [0, 3] })).shape).toEqual([0, 3]);
    expect(stopGradient(2).item()).toBe(2);
  });
});
