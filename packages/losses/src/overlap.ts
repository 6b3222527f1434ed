import { add, div, sub, type Tensor } from '@gradkit/core';
import type { LossOptions } from './loss.ts';
import { epsilon } from './probabilities.ts';

/** Options of the losses that compare regions. */
export interface OverlapOptions extends LossOptions {
  /**
   * The axes of a region, negative from the end; default: all, so that the whole batch is one. `[1, 2, 3]` makes each
   * image of `[B, H, W, C]` a region of its own, which weights of samples need.
   */
  readonly axis?: number | readonly number[] | undefined;
}

/** `1 − part / (whole + 10⁻⁷)`. */
export function oneMinusShare(part: Tensor, whole: Tensor): Tensor {
  return sub(1, div(part, add(whole, epsilon)));
}
