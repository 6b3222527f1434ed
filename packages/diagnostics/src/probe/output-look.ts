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

/** What a look at an output tells, and the moments of its units. */
export interface OutputLook {
  readonly measures: Omit<LayerMeasures, 'path' | 'deadShare' | 'inputShift'>;
  /** Of each element of a sample, over samples. */
  readonly units: Moments;
}

/** Measures of the output of a layer, in float64, in two passes. */
export function lookAtOutput({ output, batch, slopes }: SeenLayer, bins: number): OutputLook {
  const size = Math.max(1, output.length / Math.max(1, batch));
  const { means, smallest, largest } = firstPass(output, size);
  const { deviations, counts } = secondPass(output, means, { smallest, largest, bins });
  const mean = average(means);
  let [variance, overSamples] = [0, 0];
  for (let unit = 0; unit < size; unit++) {
    const deviation = deviations[unit] as number;
    // The spread of all elements is that within units and that between them.
    variance += deviation * deviation + ((means[unit] as number) - mean) ** 2;
    overSamples += deviation;
  }
  return {
    measures: {
      mean,
      standardDeviation: Math.sqrt(variance / size),
      smallest,
      largest,
      histogram: { from: smallest, to: largest, counts },
      deviationOverSamples: overSamples / size,
      ...(slopes === undefined ? {} : { saturatedShare: shareOfFlat(slopes.values, flatShare * slopes.steepest) }),
    },
    units: { means, deviations },
  };
}

/** Means of units, and the extremes of all. */
function firstPass(values: TypedArray, size: number) {
  const means = new Float64Array(size);
  let [smallest, largest] = [Infinity, -Infinity];
  for (let start = 0; start < values.length; start += size) {
    for (let i = 0; i < size; i++) {
      const value = values[start + i] as number;
      means[i] = (means[i] as number) + value;
      if (value < smallest) smallest = value;
      if (value > largest) largest = value;
    }
  }
  const count = values.length / size;
  for (let i = 0; i < size; i++) means[i] = (means[i] as number) / count;
  return { means, smallest, largest };
}

/** Deviations of units, and how many elements lie in each of equal parts between the extremes; the last part has its right end. */
function secondPass(
  values: TypedArray,
  means: Float64Array,
  { smallest, largest, bins }: { readonly smallest: number; readonly largest: number; readonly bins: number },
) {
  const size = means.length;
  const deviations = new Float64Array(size);
  const counts = new Float64Array(bins);
  const perUnit = largest > smallest ? bins / (largest - smallest) : 0;
  for (let start = 0; start < values.length; start += size) {
    for (let i = 0; i < size; i++) {
      const value = values[start + i] as number;
      const distance = value - (means[i] as number);
      deviations[i] = (deviations[i] as number) + distance * distance;
      const place = (value - smallest) * perUnit;
      // What is not finite has no place.
      if (!(place >= 0 && place < Infinity)) continue;
      const bin = place < bins ? Math.floor(place) : bins - 1;
      counts[bin] = (counts[bin] as number) + 1;
    }
  }
  const count = values.length / size;
  for (let i = 0; i < size; i++) deviations[i] = Math.sqrt((deviations[i] as number) / count);
  return { deviations, counts: Array.from(counts) };
}

/** Moments of features that lie side by side, in two passes. */
export function momentsOf(values: TypedArray, features: number): Moments {
  const [means, deviations] = [new Float64Array(features), new Float64Array(features)];
  const count = values.length / features;
  for (let start = 0; start < values.length; start += features) {
    for (let i = 0; i < features; i++) means[i] = (means[i] as number) + (values[start + i] as number);
  }
  for (let i = 0; i < features; i++) means[i] = (means[i] as number) / count;
  for (let start = 0; start < values.length; start += features) {
    for (let i = 0; i < features; i++) {
      const distance = (values[start + i] as number) - (means[i] as number);
      deviations[i] = (deviations[i] as number) + distance * distance;
    }
  }
  for (let i = 0; i < features; i++) deviations[i] = Math.sqrt((deviations[i] as number) / count);
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

function shareOfFlat(slopes: TypedArray, limit: number): number {
  let count = 0;
  for (let i = 0; i < slopes.length; i++) if (Math.abs(slopes[i] as number) < limit) count++;
  return count / slopes.length;
}
