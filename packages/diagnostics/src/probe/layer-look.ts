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

/** Measures of the output of a layer, in float64. */
export function lookAtOutput({ output, batch, slopes }: SeenLayer, bins: number): OutputLook {
  const size = Math.max(1, output.length / Math.max(1, batch));
  const units = momentsOf(output, size);
  const mean = average(units.means);
  let [variance, overSamples] = [0, 0];
  for (let unit = 0; unit < size; unit++) {
    const deviation = units.deviations[unit] as number;
    // The spread of all elements is that within units and that between them.
    variance += deviation * deviation + ((units.means[unit] as number) - mean) ** 2;
    overSamples += deviation;
  }
  const [smallest, largest] = Number.isNaN(mean) ? [Number.NaN, Number.NaN] : extremesOf(output);
  return {
    measures: {
      mean,
      standardDeviation: Math.sqrt(variance / size),
      smallest,
      largest,
      histogram: { from: smallest, to: largest, counts: countsOf(output, smallest, largest, bins) },
      deviationOverSamples: overSamples / size,
      ...(slopes === undefined ? {} : { saturatedShare: shareOfFlat(slopes.values, flatShare * slopes.steepest) }),
    },
    units,
  };
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

function extremesOf(values: TypedArray): readonly [number, number] {
  let [smallest, largest] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  return [smallest, largest];
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
  const counts = new Float64Array(bins);
  const perUnit = to > from ? bins / (to - from) : 0;
  for (let i = 0; i < values.length; i++) {
    const place = ((values[i] as number) - from) * perUnit;
    // What is not finite has no place.
    if (!(place >= 0 && place < Infinity)) continue;
    const bin = place < bins ? Math.floor(place) : bins - 1;
    counts[bin] = (counts[bin] as number) + 1;
  }
  return Array.from(counts);
}

function shareOfFlat(slopes: TypedArray, limit: number): number {
  let count = 0;
  for (let i = 0; i < slopes.length; i++) if (Math.abs(slopes[i] as number) < limit) count++;
  return count / slopes.length;
}
