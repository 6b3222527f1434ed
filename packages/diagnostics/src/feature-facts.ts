import type { Tensor } from '@gradkit/core';
import { sampleFacts } from './probe/data-facts.ts';
import type { DataFacts } from './training-record.ts';

/** Mean and standard deviation of each feature, or of all together where there are too many. */
export type FeatureFacts = NonNullable<DataFacts['inputs']>;

/** Means and deviations of the elements of samples, over samples. */
export function featuresOf(x: Tensor): FeatureFacts {
  return sampleFacts({ x }).inputs ?? { means: [], standardDeviations: [] };
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
