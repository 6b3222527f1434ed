import { mean, normalizeAxis, type Tensor } from '@gradkit/core';

/** The mean over the outputs of a sample, its last axis; `[B]` has one output per sample. */
export function outputMean(values: Tensor): Tensor {
  return values.rank > 1 ? mean(values, { axis: -1 }) : values;
}

/** The mean over the outputs of a sample where they lie along another axis. */
export function meanAlong(where: string, values: Tensor, axis: number | undefined): Tensor {
  if (axis === undefined) return outputMean(values);
  return mean(values, { axis: normalizeAxis(where, axis, values.rank) });
}
