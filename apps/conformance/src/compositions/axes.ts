import { normalizeAxis, type Tensor, transpose } from '@gradkit/core';

/** Brings an axis to the end. */
export function axisToLast(x: Tensor, axis: number): Tensor {
  const moved = normalizeAxis('axisToLast', axis, x.rank);
  return transpose(x, [...x.shape.keys()].filter((i) => i !== moved).concat(moved));
}

/** Brings the last axis to a position, counted in the result. */
export function axisFromLast(x: Tensor, axis: number): Tensor {
  const to = normalizeAxis('axisFromLast', axis, x.rank);
  const order = [...x.shape.keys()].slice(0, -1);
  return transpose(x, [...order.slice(0, to), x.rank - 1, ...order.slice(to)]);
}

/** `[N, C, …]` to `[N, …, C]`: gradkit's images have their channels last. */
export function channelsLast(x: Tensor): Tensor {
  return axisToLast(x, 1);
}

/** `[N, …, C]` to `[N, C, …]` */
export function channelsFirst(x: Tensor): Tensor {
  return axisFromLast(x, 1);
}

/** One number for each channel, in the shape that meets an array whose channels are at `axis`. */
export function alongAxis(perChannel: Tensor, axis: number, rank: number): Tensor {
  const at = normalizeAxis('alongAxis', axis, rank);
  return perChannel.reshape(Array.from({ length: rank }, (_, i) => (i === at ? -1 : 1)));
}

/** The axes `from`, `from + 1`, …, `rank − 1`. */
export function axesFrom(from: number, rank: number): number[] {
  return Array.from({ length: rank }, (_, i) => i).slice(from < 0 ? from + rank : from);
}
