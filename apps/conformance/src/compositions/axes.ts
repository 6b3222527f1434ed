import { moveAxis, normalizeAxis, type Tensor } from '@gradkit/core';

/** `[N, C, …]` to `[N, …, C]`: gradkit's images have their channels last. */
export function channelsLast(x: Tensor): Tensor {
  return moveAxis(x, 1, -1);
}

/** `[N, …, C]` to `[N, C, …]` */
export function channelsFirst(x: Tensor): Tensor {
  return moveAxis(x, -1, 1);
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
