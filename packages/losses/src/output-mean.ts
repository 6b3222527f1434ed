import { mean, type Tensor } from '@gradkit/core';

/** The mean over the outputs of a sample, its last axis; `[B]` has one output per sample. */
export function outputMean(values: Tensor): Tensor {
  return values.rank > 1 ? mean(values, { axis: -1 }) : values;
}
