import type { Tensor } from '@gradkit/core';

/** A mask of the first axes as an array that broadcasts against one with further axes. */
export function alignMask(mask: Tensor, rank: number): Tensor {
  return mask.reshape([...mask.shape, ...new Array<number>(rank - mask.shape.length).fill(1)]);
}
