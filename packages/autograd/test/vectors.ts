import { type Shape, sizeOf, type Tensor, tensor } from '@gradkit/core';

/** Numbers that look random, spread over [-1, 1) by multiples of the golden ratio; `seed` shifts them. */
function vector(size: number, seed = 0): Float64Array {
  return Float64Array.from(
    { length: size },
    (_, i) => 2 * (((i + 1) * 0.6180339887498949 + seed * 0.7548776662) % 1) - 1,
  );
}

/** A float64 tensor of such numbers. */
export function filled(shape: Shape, seed = 0): Tensor {
  return tensor(vector(sizeOf(shape), seed), { shape });
}

/** A float64 tensor of the given numbers. */
export function float64(values: readonly number[], shape: Shape = [values.length]): Tensor {
  return tensor(Float64Array.from(values), { shape });
}

/** `⟨a, b⟩`, summed by hand. */
export function inner(a: Tensor, b: Tensor): number {
  const [left, right] = [a.dataSync(), b.dataSync()];
  return Array.from(left, (x, i) => x * (right[i] as number)).reduce((sum, x) => sum + x, 0);
}

export function length(a: Tensor): number {
  return Math.sqrt(inner(a, a));
}
