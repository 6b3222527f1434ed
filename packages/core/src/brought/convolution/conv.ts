import { type Node, node } from '../../graph.ts';
import type { Brought } from '../../ops/brought.ts';
import type { ArrayType } from '../../ops/operation.ts';
import { batchConv } from './batch.ts';
import { expandConv } from './expand.ts';
import { kernelGradient } from './kernel-gradient.ts';
import { transposedConv } from './transpose.ts';
import { positionsOf } from './windows.ts';

/** All that a convolution is: sums of products over views. It is linear in the input and in the kernel. */
export const convCode: Brought<'conv'> = {
  infer(inputs, { strides, dilations, low, high, groups }) {
    const [x, kernel] = inputs as [ArrayType, ArrayType];
    if (x.dtype !== kernel.dtype) return 'dtype-mismatch';
    const rank = strides.length;
    const [channels, filters] = kernel.shape.slice(rank) as [number, number];
    const taps = kernel.shape.slice(0, rank);
    const fits =
      x.shape.length === rank + 2 &&
      kernel.shape.length === rank + 2 &&
      [dilations, low, high].every((list) => list.length === rank) &&
      [...taps, ...strides, ...dilations, groups].every((n) => n >= 1) &&
      [...low, ...high].every((n) => n >= 0) &&
      channels * groups === x.shape[rank + 1] &&
      filters % groups === 0;
    if (!fits) return 'shape-mismatch';
    const positions = taps.map((count, i) => {
      const extent = (low[i] as number) + (x.shape[i + 1] as number) + (high[i] as number);
      return positionsOf(extent, count, strides[i] as number, dilations[i] as number);
    });
    return { shape: [x.shape[0] as number, ...positions, filters], dtype: x.dtype };
  },

  expand: expandConv,

  derivative: {
    push([y], tangents) {
      const { inputs, attributes } = y as Node<'conv'>;
      const [x, kernel] = inputs as [Node, Node];
      const [byInput, byKernel] = tangents;
      const first = byInput && node('conv', [byInput, kernel], attributes);
      const second = byKernel && node('conv', [x, byKernel], attributes);
      return [first && second ? node('add', [first, second], {}) : (first ?? second)];
    },
    pull([y], [g], _, [wantsInput, wantsKernel]) {
      if (g === undefined) return [];
      const { inputs, attributes } = y as Node<'conv'>;
      const [x, kernel] = inputs as [Node, Node];
      return [
        wantsInput ? transposedConv(g, kernel, attributes, x.shape.slice(1, -1)) : undefined,
        wantsKernel ? kernelGradient(x, kernel, g, attributes) : undefined,
      ];
    },
  },

  batch: batchConv,
};
