import { expect } from 'vitest';
import { type DType, type Tensor, tensor } from '../../src/index.ts';
import { type Shape, sizeOf, stridesOf } from '../../src/shape.ts';
import { indicesOf } from './elements.ts';

/** An array with its elements in row-major order. */
export interface Plain {
  readonly shape: Shape;
  readonly values: ArrayLike<number>;
}

/** How a kernel slides: one number for each spatial axis. */
export interface Steps {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly groups: number;
}

/** Whole numbers from -4 to 4 that look random: sums of their products are exact. */
export function whole(shape: Shape, seed = 0): Plain {
  return {
    shape,
    values: Array.from({ length: sizeOf(shape) }, (_, i) => ((i * 7 + seed * 5 + ((i * i) % 5)) % 9) - 4),
  };
}

export const tensorOf = ({ shape, values }: Plain, dtype: DType = 'float32'): Tensor =>
  tensor(Float64Array.from(values), { shape, dtype });

export function expectEqual(actual: Tensor, { shape, values }: Plain): void {
  expect(actual.shape).toEqual(shape);
  // Of the two zeros, either may be what a sum that cancels gives.
  expect(Array.from(actual.dataSync(), (x) => x + 0)).toEqual(Array.from(values, (x) => x + 0));
}

const at = ({ shape, values }: Plain, index: readonly number[]): number => {
  const steps = stridesOf(shape);
  return values[index.reduce((sum, i, axis) => sum + i * (steps[axis] as number), 0)] as number;
};

/** How many positions the definition of each kind of padding gives, by counting. */
export function positions(
  n: number,
  taps: number,
  stride: number,
  dilation: number,
  low: number,
  high: number,
): number {
  let count = 0;
  for (let p = -low; p + (taps - 1) * dilation < n + high; p += stride) count++;
  return count;
}

/** Every pair of a position of the input and one of the kernel that meet at each position of the result. */
function meetings(
  x: Shape,
  kernel: Shape,
  { strides, dilations, low, high, groups }: Steps,
  visit: (position: readonly number[], inside: readonly number[], tap: readonly number[]) => void,
): { readonly shape: Shape; readonly perGroup: readonly [number, number] } {
  const rank = strides.length;
  const taps = kernel.slice(0, rank);
  const counts = taps.map((size, i) =>
    positions(
      x[i + 1] as number,
      size,
      strides[i] as number,
      dilations[i] as number,
      low[i] as number,
      high[i] as number,
    ),
  );
  for (const position of indicesOf(counts)) {
    for (const tap of indicesOf(taps)) {
      const inside = tap.map(
        (t, i) => (position[i] as number) * (strides[i] as number) + t * (dilations[i] as number) - (low[i] as number),
      );
      if (inside.every((p, i) => p >= 0 && p < (x[i + 1] as number))) visit(position, inside, tap);
    }
  }
  const filters = kernel[rank + 1] as number;
  return { shape: [x[0] as number, ...counts, filters], perGroup: [kernel[rank] as number, filters / groups] };
}

/** `y[b, p, f] = Σ x[b, p · stride + t · dilation − low, c] · kernel[t, c, f]`, term by term. */
export function convolved(x: Plain, kernel: Plain, steps: Steps): Plain {
  const terms: [number[], number[], number[]][] = [];
  const { shape, perGroup } = meetings(x.shape, kernel.shape, steps, (position, inside, tap) => {
    terms.push([[...position], [...inside], [...tap]]);
  });
  const [channels, filters] = perGroup;
  const values = new Float64Array(sizeOf(shape));
  const strides = stridesOf(shape);
  for (let b = 0; b < (shape[0] as number); b++) {
    for (const [position, inside, tap] of terms) {
      for (let f = 0; f < (shape.at(-1) as number); f++) {
        const group = Math.floor(f / filters);
        const target = [b, ...position, f].reduce((sum, i, axis) => sum + i * (strides[axis] as number), 0);
        for (let c = 0; c < channels; c++) {
          values[target] =
            (values[target] as number) + at(x, [b, ...inside, group * channels + c]) * at(kernel, [...tap, c, f]);
        }
      }
    }
  }
  return { shape, values };
}

/** `x[b, p · stride + t · dilation − low, c] += y[b, p, f] · kernel[t, c, f]`, for an input of this shape. */
export function scattered(y: Plain, kernel: Plain, steps: Steps, shape: Shape): Plain {
  const values = new Float64Array(sizeOf(shape));
  const strides = stridesOf(shape);
  const [channels, filters] = [kernel.shape.at(-2) as number, (kernel.shape.at(-1) as number) / steps.groups];
  meetings(shape, kernel.shape, steps, (position, inside, tap) => {
    for (let b = 0; b < (shape[0] as number); b++) {
      for (let f = 0; f < (kernel.shape.at(-1) as number); f++) {
        const group = Math.floor(f / filters);
        for (let c = 0; c < channels; c++) {
          const target = [b, ...inside, group * channels + c].reduce(
            (sum, i, axis) => sum + i * (strides[axis] as number),
            0,
          );
          values[target] = (values[target] as number) + at(y, [b, ...position, f]) * at(kernel, [...tap, c, f]);
        }
      }
    }
  });
  return { shape, values };
}
