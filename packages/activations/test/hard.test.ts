import { type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  hardShrink,
  hardSigmoid,
  hardSilu,
  hardTanh,
  relu6,
  softShrink,
  sparseSigmoid,
  threshold,
} from '../src/index.ts';

const values = (f: (x: Tensor) => Tensor, list: readonly number[]): number[] =>
  [...f(tensor(list, { dtype: 'float64' })).dataSync()].map((y) => y + 0);

describe('activations of straight lines', () => {
  it('are flat outside of their middle', () => {
    expect(values(hardSigmoid, [-Infinity, -3, -1.5, 0, 3, Infinity])).toEqual([0, 0, 0.25, 0.5, 1, 1]);
    expect(values(hardTanh, [-Infinity, -1, -0.5, 1, Infinity])).toEqual([-1, -1, -0.5, 1, 1]);
    expect(values(relu6, [-Infinity, 0, 5.5, 6, Infinity])).toEqual([0, 0, 5.5, 6, 6]);
    expect(values(sparseSigmoid, [-Infinity, -1, 0.5, 1, Infinity])).toEqual([0, 0, 0.75, 1, 1]);
  });

  it('have the quadratic x·(x + 3)/6 between them for hardSilu', () => {
    expect(values(hardSilu, [-5, -3, -1.5, 0, 3, 7])).toEqual([0, 0, -0.375, 0, 3, 7]);
  });
});

describe('shrinkage', () => {
  it('is closed at the threshold itself', () => {
    expect(values(hardShrink, [-0.5, 0.5, 0.75])).toEqual([0, 0, 0.75]);
    expect(values(softShrink, [-0.5, 0.5, 0.75])).toEqual([0, 0, 0.25]);
  });

  it('by 0 is the identity', () => {
    expect(values((x) => hardShrink(x, { threshold: 0 }), [-2, 0, 3])).toEqual([-2, 0, 3]);
    expect(values((x) => softShrink(x, { threshold: 0 }), [-2, 0, 3])).toEqual([-2, 0, 3]);
  });

  it('keeps infinities', () => {
    expect(values(softShrink, [-Infinity, Infinity])).toEqual([-Infinity, Infinity]);
  });

  it('rejects a negative threshold', () => {
    expect(() => hardShrink(tensor([1]), { threshold: -1 })).toThrow(/hardShrink: threshold must be a finite number/);
    expect(() => softShrink(tensor([1]), { threshold: Number.NaN })).toThrow(/softShrink: threshold .* got NaN/);
  });
});

describe('threshold', () => {
  it('replaces what is not above', () => {
    const replaced = (x: Tensor): Tensor => threshold(x, { threshold: 1, defaultValue: 20 });
    expect(values(replaced, [-5, 1, 1.5, Infinity])).toEqual([20, 20, 1.5, Infinity]);
  });

  it('needs both options', () => {
    expect(() => threshold(tensor([1]), { threshold: 1 } as never)).toThrow(
      /threshold: defaultValue must be a finite number, got undefined/,
    );
    expect(() => threshold(tensor([1]), undefined as never)).toThrow(/threshold: threshold must be a finite number/);
  });
});
