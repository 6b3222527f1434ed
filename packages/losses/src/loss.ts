import { ArgumentError, describe, type Tensor } from '@gradkit/core';

/** What counts how much: weights per sample or per timestep, and what is there at all. */
export interface Weighting {
  /** A factor for each sample, `[B]`, or for each of its timesteps, `[B, T]`; default 1. */
  readonly sampleWeight?: Tensor | undefined;
  /** Which samples, `[B]`, or timesteps, `[B, T]`, count at all: those where it is not 0; default: all. */
  readonly mask?: Tensor | undefined;
}

/** The values of single samples, and which of them the loss itself leaves out. */
export interface SampleValues {
  readonly values: Tensor;
  /** Not 0 where a value counts, in the shape of the values; default: all count. */
  readonly mask?: Tensor | undefined;
}

/**
 * What a model is trained to make small: a function of the truth and the prediction, in this order. It returns a scalar,
 * or one value per sample with `reduction: 'none'`.
 *
 * A function of two arguments is a loss, too, but one that cannot weigh samples. `createLoss` makes one that can.
 */
export interface Loss {
  (yTrue: Tensor, yPred: Tensor, weighting?: Weighting): Tensor;
  /** The values before weights and reduction: what a metric averages over many batches. */
  readonly perSample?: ((yTrue: Tensor, yPred: Tensor) => SampleValues) | undefined;
}

/**
 * How the values of single samples become one: their mean, their sum, or not at all.
 *
 * - `mean`: Σ w·v / n over the n values that the mask leaves, which is `sum_over_batch_size` in Keras
 * - `weightedMean`: Σ w·v / Σ w, which is `mean_with_sample_weight`
 */
export type Reduction = 'mean' | 'sum' | 'none' | 'weightedMean';

/** The option that all losses share. */
export interface LossOptions {
  /** Default `mean`, over all axes that one-per-sample values have. */
  readonly reduction?: Reduction | undefined;
}

/** The reduction, or its default. */
export function checkReduction(where: string, reduction: Reduction = 'mean'): Reduction {
  if (['mean', 'sum', 'none', 'weightedMean'].includes(reduction)) return reduction;
  throw new ArgumentError(
    `${where}: reduction is 'mean', 'sum', 'none' or 'weightedMean', got ${describe(reduction)}.`,
  );
}
