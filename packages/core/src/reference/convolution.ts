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
  const { strides, dilations, groups } = attributes;
  const rank = strides.length;
  const [channels, filters] = weights.slice(rank) as [number, number];
  const steps = stridesOf(image);
  const positions = shape.slice(1, -1);
  const taps = weights.slice(0, rank);
  const multiply = isFloat(dtype) ? (a: number, b: number) => a * b : Math.imul;
  const result = new Float64Array(sizeOf(shape));
  let at = 0;
  for (let batch = 0; batch < (shape[0] as number); batch++) {
    eachIndex(positions, (position) => {
      const start = position.reduce(
        (sum, p, i) => sum + p * (strides[i] as number) * (steps[i + 1] as number),
        batch * (steps[0] as number),
      );
      for (let filter = 0; filter < filters; filter++) {
        const group = Math.floor((filter * groups) / filters);
        let sum = 0;
        let inKernel = filter;
        eachIndex(taps, (tap) => {
          const under = tap.reduce((to, t, i) => to + t * (dilations[i] as number) * (steps[i + 1] as number), start);
          for (let channel = 0; channel < channels; channel++) {
            sum = finish(sum + multiply(x[under + group * channels + channel], kernel[inKernel]));
            inKernel += filters;
          }
        });
        result[at++] = sum;
      }
    });
  }
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
