import { scaled, sumOf } from '../../compile/affine.ts';
import type { Affine } from '../../compile/kernel.ts';
import { lower } from '../../compile/lower.ts';
import type { Node } from '../../graph.ts';
import type { ArrayType, OverlapCode } from '../../ops/operation.ts';
import { overlapDerivative } from './derivative.ts';

/** What `window` and `fold` are. Views only rewrite the index; adding them up is a reduction over the taps. */
export const overlapCode: OverlapCode = {
  window([x], { axis, size, stride, dilation, low = 0, high = 0 }) {
    const { shape, dtype } = x as ArrayType;
    if (shape[axis] === undefined || size < 1 || stride < 1 || dilation < 1) return 'shape-mismatch';
    const extent = low + shape[axis] + high;
    const reach = (size - 1) * dilation + 1;
    const positions = extent < reach ? 0 : Math.floor((extent - reach) / stride) + 1;
    return { shape: shape.toSpliced(axis, 1, positions, size), dtype };
  },

  fold([x], { axis, dilation, extent }) {
    const { shape, dtype } = x as ArrayType;
    const [positions, size] = shape.slice(axis, axis + 2);
    if (positions === undefined || size === undefined || size < 1 || dilation < 1) return 'shape-mismatch';
    const reach = positions === 0 ? 0 : positions + (size - 1) * dilation;
    return extent >= reach ? { shape: shape.toSpliced(axis, 2, extent), dtype } : 'shape-mismatch';
  },

  lower(n, index, boundary) {
    const { axis, stride, dilation, low = 0, high = 0 } = n.attributes;
    const { dtype } = n;
    const [start, tap] = index.slice(axis, axis + 2) as [Affine, Affine];
    const position = sumOf(scaled(start, stride), scaled(tap, dilation, -low));
    const input = n.inputs[0] as Node;
    const inside = lower(input, index.toSpliced(axis, 2, position), boundary);
    if (low + high === 0) return inside;
    const within = [{ position, low: 0, high: input.shape[axis] as number }];
    return { kind: 'choose', dtype, within, inside, outside: { kind: 'constant', dtype, value: 0 } };
  },

  // Σₜ x[…, p − t · dilation, t, …]
  folded(n, points, boundary) {
    const { axis, dilation } = n.attributes;
    const input = n.inputs[0] as Node;
    const tap = points.at(-1) as Affine;
    const position = sumOf(points[axis] as Affine, scaled(tap, -dilation));
    const index = [...points.slice(0, axis), position, tap, ...points.slice(axis + 1, -1)];
    return {
      kind: 'choose',
      dtype: n.dtype,
      within: [{ position, low: 0, high: input.shape[axis] as number }],
      inside: lower(input, index, boundary),
      outside: { kind: 'constant', dtype: n.dtype, value: 0 },
    };
  },

  derivative: overlapDerivative,
};
