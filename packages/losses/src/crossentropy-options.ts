import { add, checkFlags, mul, type Tensor } from '@gradkit/core';
import { checkNumber } from './check-number.ts';
import type { LossOptions } from './loss.ts';

/** Options of the losses that compare distributions. */
export interface CrossentropyOptions extends LossOptions {
  /** Whether predictions are logits, of any sign, instead of probabilities; default `false`. */
  readonly fromLogits?: boolean | undefined;
  /** Share of the truth that is spread evenly over all classes, from 0 to 1; default 0. */
  readonly labelSmoothing?: number | undefined;
}

/** The options with their defaults, checked. `where` names the factory. */
export function crossentropyOptions(
  where: string,
  { fromLogits = false, labelSmoothing = 0 }: CrossentropyOptions,
): { readonly fromLogits: boolean; readonly labelSmoothing: number } {
  checkFlags(where, { fromLogits });
  checkNumber(where, 'labelSmoothing', labelSmoothing, 0, 1);
  return { fromLogits, labelSmoothing };
}

/** The truth with a share of it spread evenly over the classes. */
export function smoothed(target: Tensor, labelSmoothing: number, classes: number): Tensor {
  return labelSmoothing === 0 ? target : add(mul(target, 1 - labelSmoothing), labelSmoothing / classes);
}
