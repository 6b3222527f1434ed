import { sizeOf, type Tensor } from '@gradkit/core';

/** Features of which each is looked at by itself; above, all are taken together. */
const mostFeatures = 4096;

/** Mean and standard deviation of each feature, or of all together where there are too many. */
export interface FeatureFacts {
  readonly means: readonly number[];
  readonly standardDeviations: readonly number[];
}

/** Means and deviations of the elements of samples, over samples; what is not finite is left out. */
export function featureFacts(samples: Tensor): FeatureFacts {
  const size = sizeOf(samples.shape.slice(1));
  const features = size <= mostFeatures ? Math.max(1, size) : 1;
  const values = samples.dataSync();
  const [counts, sums, squares] = [0, 1, 2].map(() => new Float64Array(features)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const add = (to: Float64Array, i: number, amount: number): void => {
    to[i % features] = (to[i % features] as number) + amount;
  };
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    add(counts, i, 1);
    add(sums, i, value);
  });
  const means = sums.map((sum, i) => sum / Math.max(1, counts[i] as number));
  values.forEach((value, i) => {
    if (Number.isFinite(value)) add(squares, i, (value - (means[i % features] as number)) ** 2);
  });
  const standardDeviations = squares.map((square, i) => Math.sqrt(square / Math.max(1, counts[i] as number)));
  return { means: [...means], standardDeviations: [...standardDeviations] };
}

/** Mean and deviation of all elements together, from those of equally many for each feature. */
export function altogether({ means, standardDeviations }: FeatureFacts): {
  readonly mean: number;
  readonly deviation: number;
} {
  const mean = means.reduce((sum, each) => sum + each, 0) / means.length;
  const variance = means.reduce((sum, each, i) => sum + (each - mean) ** 2 + (standardDeviations[i] as number) ** 2, 0);
  return { mean, deviation: Math.sqrt(variance / means.length) };
}
