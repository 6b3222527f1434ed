import { matmul, moveAxis, type Tensor, take, tensor } from '@gradkit/core';
import { range } from './positions.ts';

/** How much a sample counts at a distance, and up to which distance. */
export interface Kernel {
  readonly weigh: (distance: number) => number;
  readonly radius: number;
}

/** Straight lines between samples. */
export const linearKernel: Kernel = { weigh: (t) => Math.max(0, 1 - Math.abs(t)), radius: 1 };

/** Cubic convolution; `a` is the slope at distance 1 (Keys 1981). */
export function cubicKernel(a: number): Kernel {
  const weigh = (distance: number): number => {
    const t = Math.abs(distance);
    if (t <= 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
    return t < 2 ? ((t - 5) * t + 8) * t * a - 4 * a : 0;
  };
  return { weigh, radius: 2 };
}

/**
 * For each place between the samples of an axis, how much each sample counts, so that they sum to 1.
 * @param stretch below 1 widens the kernel, so that it averages over what falls together
 * @param isClamped whether samples beyond the ends are those at the ends, or do not count
 */
export function interpolation(
  places: readonly number[],
  extent: number,
  { weigh, radius }: Kernel,
  stretch: number,
  isClamped: boolean,
): number[][] {
  return places.map((place) => {
    const row = new Array<number>(extent).fill(0);
    const reach = radius / stretch;
    for (const sample of range(Math.ceil(place - reach), Math.floor(place + reach) + 1, 1)) {
      const inside = Math.min(Math.max(sample, 0), extent - 1);
      if (isClamped || inside === sample) row[inside] = (row[inside] as number) + weigh((sample - place) * stretch);
    }
    const total = row.reduce((sum, weight) => sum + weight, 0);
    return row.map((weight) => weight / total);
  });
}

/** Replaces the samples of an axis by weighted sums of them. */
export function resample(x: Tensor, axis: number, weights: readonly (readonly number[])[]): Tensor {
  const matrix = tensor(weights, { dtype: x.dtype }).transpose();
  return moveAxis(matmul(moveAxis(x, axis, -1), matrix), -1, axis);
}

/** Replaces the samples of an axis by the nearest ones. */
export function pick(x: Tensor, axis: number, places: readonly number[], round: (place: number) => number): Tensor {
  const extent = x.shape[axis] as number;
  const positions = places.map((place) => Math.min(Math.max(round(place), 0), extent - 1));
  return take(x, Int32Array.from(positions), { axis });
}
