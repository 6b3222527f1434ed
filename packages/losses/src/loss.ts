import { ArgumentError, describe, mean, sum, type Tensor } from '@gradkit/core';

/**
 * What a model is trained to make small: a function of the truth and the prediction, in this order. It returns a scalar,
 * or one value per sample with `reduction: 'none'`.
 */
export type Loss = (yTrue: Tensor, yPred: Tensor) => Tensor;

/** How the values of single samples become one: their mean, their sum, or not at all. */
export type Reduction = 'mean' | 'sum' | 'none';

/** The option that all losses share. */
export interface LossOptions {
  /** Default `mean`, over all axes that one-per-sample values have. */
  readonly reduction?: Reduction | undefined;
}

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
  { fromLogits = false, labelSmoothing = 0, reduction }: CrossentropyOptions,
): { readonly fromLogits: boolean; readonly labelSmoothing: number; readonly reduction: Reduction } {
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new ArgumentError(`${where}: labelSmoothing must be from 0 to 1, got ${describe(labelSmoothing)}.`);
  }
  return { fromLogits, labelSmoothing, reduction: checkReduction(where, reduction) };
}

/** The reduction, or its default. */
export function checkReduction(where: string, reduction: Reduction = 'mean'): Reduction {
  if (reduction === 'mean' || reduction === 'sum' || reduction === 'none') return reduction;
  throw new ArgumentError(`${where}: reduction is 'mean', 'sum' or 'none', got ${describe(reduction)}.`);
}

/** Applies a reduction to the values of single samples. */
export function reduceSamples(samples: Tensor, reduction: Reduction): Tensor {
  return reduction === 'mean' ? mean(samples) : reduction === 'sum' ? sum(samples) : samples;
}
