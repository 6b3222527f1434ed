import {
  type CausalPadding,
  conv1d,
  conv2d,
  conv3d,
  key,
  matmul,
  normal,
  type Padding,
  reshape,
  variable,
} from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { patches } from '../../src/structured/patches.ts';
import { distance } from './trajectories.ts';

const f64 = { dtype: 'float64' } as const;
const functions = [conv1d, conv2d, conv3d] as const;
const inputs = [
  [2, 9, 3],
  [2, 7, 8, 3],
  [2, 5, 4, 6, 2],
] as const;
const kernels = [
  [3, 3, 4],
  [3, 2, 3, 4],
  [2, 3, 2, 2, 4],
] as const;

describe('patches', () => {
  it.each([0, 1, 2])('times the kernel, as a matrix, are the convolution along %i and one more axes', (at) => {
    const rank = at + 1;
    const x = normal(key(1), inputs[at] as readonly number[], f64);
    const kernel = normal(key(2), kernels[at] as readonly number[], f64);
    const pairs = Array.from({ length: rank }, (_, i): [number, number] => [i, 1]);
    const paddings: CausalPadding[] = ['valid', 'same', 1, pairs, ...(rank === 1 ? (['causal'] as const) : [])];
    for (const padding of paddings) {
      for (const [stride, gap] of [
        [1, 1],
        [2, 1],
        [1, 2],
      ] as const) {
        if (padding === 'valid' && gap === 2 && rank === 3) continue;
        const windows = { strides: Array<number>(rank).fill(stride), padding, dilation: Array<number>(rank).fill(gap) };
        const output = functions[at]?.(x, kernel, windows as typeof windows & { readonly padding: Padding });
        if (output === undefined) throw new Error('no such convolution');
        const rows = patches({ kernel: variable(kernel), input: x, output, windows });
        const products = matmul(rows, reshape(kernel, [-1, 4]));
        expect(distance(reshape(products, output.shape), output)).toBeLessThan(1e-12);
      }
    }
  });

  it('of a dense layer are its inputs, one row for each', () => {
    const x = normal(key(1), [2, 5, 3], f64);
    const rows = patches({ kernel: variable(normal(key(2), [3, 4], f64)), input: x, output: x, windows: undefined });
    expect(rows.shape).toEqual([10, 3]);
    expect(rows.toArray()).toEqual(reshape(x, [10, 3]).toArray());
  });
});
