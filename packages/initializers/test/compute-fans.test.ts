import { describe, expect, it } from 'vitest';
import { computeFans } from '../src/index.ts';

describe('computeFans', () => {
  it('counts 1 and 1 for a scalar, and the extent twice for a vector', () => {
    expect(computeFans([])).toEqual({ fanIn: 1, fanOut: 1 });
    expect(computeFans([10])).toEqual({ fanIn: 10, fanOut: 10 });
  });

  it('reads a dense kernel as [in, out]', () => {
    expect(computeFans([10, 20])).toEqual({ fanIn: 10, fanOut: 20 });
  });

  it('multiplies by the window of a convolution', () => {
    expect(computeFans([5, 16, 32])).toEqual({ fanIn: 80, fanOut: 160 });
    expect(computeFans([3, 3, 16, 32])).toEqual({ fanIn: 144, fanOut: 288 });
    expect(computeFans([2, 3, 4, 5, 6])).toEqual({ fanIn: 120, fanOut: 144 });
  });

  it('counts as Keras does for depthwise kernels and embeddings', () => {
    // keras.src.initializers.random_initializers.compute_fans, 3.15: [window…, in, multiplier] and [vocabulary, features].
    expect(computeFans([3, 3, 16, 2])).toEqual({ fanIn: 144, fanOut: 18 });
    expect(computeFans([1000, 64])).toEqual({ fanIn: 1000, fanOut: 64 });
  });

  it('counts the axes that are named, as Keras does for kernels of attention', () => {
    expect(computeFans([128, 8, 16], { inputAxes: [0], outputAxes: [1, 2] })).toEqual({ fanIn: 128, fanOut: 128 });
    expect(computeFans([8, 16, 128], { inputAxes: [0, 1], outputAxes: [-1] })).toEqual({ fanIn: 128, fanOut: 128 });
    expect(computeFans([5, 7], { inputAxes: [], outputAxes: [0] })).toEqual({ fanIn: 1, fanOut: 5 });
  });

  it('rejects one list alone, and axes that do not exist', () => {
    expect(() => computeFans([2, 3], { inputAxes: [0] })).toThrow(/computeFans: needs both inputAxes and outputAxes/);
    expect(() => computeFans([2, 3], { inputAxes: [2], outputAxes: [0] })).toThrow(/computeFans/);
  });
});
