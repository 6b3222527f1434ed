import { add, pad, slice, type Tensor } from '@gradkit/core';

/** Sums over neighbouring elements along an axis, which has zeros beyond its ends. */
export function windowSum(x: Tensor, axis: number, size: number, margin: readonly [number, number]): Tensor {
  const padded = pad(
    x,
    x.shape.map((_, i) => (i === axis ? margin : ([0, 0] as const))),
  );
  const count = (padded.shape[axis] as number) - size + 1;
  const along = (value: number): (number | undefined)[] => x.shape.map((_, i) => (i === axis ? value : undefined));
  return Array.from({ length: size }, (_, i) => slice(padded, along(i), along(i + count))).reduce(add);
}
