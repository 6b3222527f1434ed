import type { TypedArray } from '@gradkit/core';
import type { LayerMeasures } from '../training-record.ts';
import { flatShare } from './activation-facts.ts';

/** Means and standard deviations of features, over samples and positions. */
export interface Moments {
  readonly means: Float64Array;
  readonly deviations: Float64Array;
}

/** What a layer gave, and how steep its activation was there. */
export interface SeenLayer {
  readonly output: TypedArray;
  /** The number of samples. */
  readonly batch: number;
  readonly slopes: { readonly values: TypedArray; readonly steepest: number } | undefined;
}

/** Measures of the output of a layer, in float64. */
export function lookAtOutput(
  { output, batch, slopes }: SeenLayer,
  bins: number,
): Omit<LayerMeasures, 'path' | 'deadShare' | 'inputShift'> {
  const units = Math.max(1, output.length / Math.max(1, batch));
  const { means, deviations } = momentsOf(output, units);
  const mean = average(means);
  let [variance, overSamples] = [0, 0];
  for (let unit = 0; unit < units; unit++) {
    const deviation = deviations[unit] as number;
    // The spread of all elements is that within units and that between them.
    variance += deviation * deviation + ((means[unit] as number) - mean) ** 2;
    overSamples += deviation;
  }
  let [smallest, largest] = [Infinity, -Infinity];
  for (let i = 0; i < output.length; i++) {
    const value = output[i] as number;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  return {
    mean,
    standardDeviation: Math.sqrt(variance / units),
    smallest: Number.isNaN(mean) ? Number.NaN : smallest,
    largest: Number.isNaN(mean) ? Number.NaN : largest,
    histogram: { from: smallest, to: largest, counts: countsOf(output, smallest, largest, bins) },
    deviationOverSamples: overSamples / units,
    ...(slopes === undefined ? {} : { saturatedShare: shareOfFlat(slopes.values, flatShare * slopes.steepest) }),
  };
}

/** Moments of features that lie side by side, in two passes. */
export function momentsOf(values: TypedArray, features: number): Moments {
  const [means, deviations] = [new Float64Array(features), new Float64Array(features)];
  const count = values.length / features;
  for (let i = 0, feature = 0; i < values.length; i++) {
    means[feature] = (means[feature] as number) + (values[i] as number);
    if (++feature === features) feature = 0;
  }
  for (let feature = 0; feature < features; feature++) means[feature] = (means[feature] as number) / count;
  for (let i = 0, feature = 0; i < values.length; i++) {
    const distance = (values[i] as number) - (means[feature] as number);
    deviations[feature] = (deviations[feature] as number) + distance * distance;
    if (++feature === features) feature = 0;
  }
  for (let feature = 0; feature < features; feature++) {
    deviations[feature] = Math.sqrt((deviations[feature] as number) / count);
  }
  return { means, deviations };
}

/** How far means are from others, in standard deviations: a mean over the features that vary. */
export function shiftOf({ means, deviations }: Moments, before: Float64Array): number {
  let [total, count] = [0, 0];
  for (let feature = 0; feature < means.length; feature++) {
    const deviation = deviations[feature] as number;
    if (!(deviation > 0)) continue;
    total += Math.abs((means[feature] as number) - (before[feature] as number)) / deviation;
    count++;
  }
  return total / Math.max(1, count);
}

function average(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total / values.length;
}

/** How many lie in each of equal parts of an interval; the last one has its right end. */
function countsOf(values: TypedArray, from: number, to: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  const width = to - from;
  for (let i = 0; i < values.length; i++) {
    const place = width > 0 ? (((values[i] as number) - from) / width) * bins : 0;
    // What is not finite has no place.
    if (!(place >= 0 && place < Infinity)) continue;
    const bin = Math.min(bins - 1, Math.floor(place));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

function shareOfFlat(slopes: TypedArray, limit: number): number {
  let count = 0;
  for (let i = 0; i < slopes.length; i++) if (Math.abs(slopes[i] as number) < limit) count++;
  return count / slopes.length;
}
