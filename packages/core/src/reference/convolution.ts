import { isFloat } from '../dtype.ts';
import type { Node } from '../graph.ts';
import { type Shape, sizeOf, stridesOf } from '../shape.ts';

/** At each position and for each filter, the sum over taps and the channels of the filter's group, in order. */
export function convolve(
  { inputs, shape, dtype, attributes }: Node<'conv'>,
  x: Float64Array,
  kernel: Float64Array,
  finish: (sum: number) => number,
): Float64Array {
  const [image, weights] = (inputs as readonly Node[]).map((n) => n.shape) as [Shape, Shape];
  const { strides, dilations, low, groups } = attributes;
  const rank = strides.length;
  const [channels, filters] = weights.slice(rank) as [number, number];
  const steps = stridesOf(image);
  const multiply = isFloat(dtype) ? (a: number, b: number) => a * b : Math.imul;
  const result = new Float64Array(sizeOf(shape));
  let at = 0;
  eachIndex(shape.slice(0, -1), ([batch, ...position]) => {
    for (let filter = 0; filter < filters; filter++) {
      const first = Math.floor((filter * groups) / filters) * channels;
      let sum = 0;
      let inKernel = filter;
      eachIndex(weights.slice(0, rank), (tap) => {
        const under = tap.map((t, i) => position[i] * strides[i] + t * dilations[i] - low[i]);
        const isInside = under.every((p, i) => p >= 0 && p < image[i + 1]);
        const from = [batch, ...under, first].reduce((sum, p, i) => sum + p * steps[i], 0);
        for (let channel = 0; channel < channels; channel++) {
          sum = finish(sum + multiply(isInside ? x[from + channel] : 0, kernel[inKernel]));
          inKernel += filters;
        }
      });
      result[at++] = sum;
    }
  });
  return result;
}

/** Calls back with every index of a shape, in row-major order. */
function eachIndex(shape: Shape, visit: (index: readonly number[]) => void): void {
  const index = shape.map(() => 0);
  const open = (axis: number): void => {
    if (axis === shape.length) {
      visit(index);
      return;
    }
    for (let i = 0; i < (shape[axis] as number); i++) {
      index[axis] = i;
      open(axis + 1);
    }
  };
  open(0);
}
