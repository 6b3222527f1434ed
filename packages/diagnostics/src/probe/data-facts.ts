import type { Tensor, TypedArray } from '@gradkit/core';
import { type FieldData, type Sample, type SampleMethods, samplesInMemory } from '@gradkit/data';
import type { TrainingData } from '@gradkit/train';
import type { DataFacts } from '../training-record.ts';

/** What is known of samples in memory. */
export interface SampleFacts extends Pick<DataFacts, 'samples' | 'classCounts' | 'inputs' | 'nonFinite'> {}

/** Which fields are looked at, and what the model gives. */
export interface SampleFields {
  /** The field of the inputs; default `x`. */
  readonly input?: string | undefined;
  /** The field of the targets; default `y`. */
  readonly target?: string | undefined;
  /** Extent of the last axis of what the model gives: the number of classes, if targets are class ids. */
  readonly units?: number | undefined;
}

/** More features than these are taken together. */
const mostFeatures = 4096;
/** Of larger data every n-th batch is read: means of so many numbers do not change any more. */
const mostNumbers = 2 ** 24;
const batchSize = 256;

/** Counts classes and measures features of samples in memory; of streams nothing is known. */
export function sampleFacts(data: TrainingData, fields: SampleFields = {}): SampleFacts {
  const { input = 'x', target = 'y', units } = fields;
  const samples = inMemory(data);
  if (samples === undefined) return { nonFinite: false };
  const known = samples.fields as Readonly<Record<string, { readonly shape: readonly number[] }>>;
  const features = (known[input]?.shape ?? []).reduce((product, extent) => product * extent, 1);
  const stride = Math.max(1, Math.ceil((samples.size * features) / mostNumbers));
  const moments = featureMoments(features);
  const classes = classCounter(units);
  let batchNumber = 0;
  for (const batch of samples.batch(batchSize) as Iterable<Sample<string>>) {
    const targets = batch[target];
    if (targets !== undefined) classes.add(targets);
    const inputs = batch[input];
    if (inputs !== undefined && batchNumber % stride === 0) moments.add(inputs.dataSync());
    batchNumber++;
  }
  return {
    samples: samples.size,
    classCounts: classes.counts(),
    inputs: known[input] && moments.read(),
    nonFinite: Object.values(samples.countNonFinite()).some((count) => count > 0),
  };
}

function inMemory(data: TrainingData): SampleMethods<string> | undefined {
  const given = data as Readonly<Record<string, unknown>>;
  if ('countNonFinite' in given) return data as unknown as SampleMethods<string>;
  if (typeof given['batch'] === 'function' || Symbol.asyncIterator in given) return undefined;
  return samplesInMemory(given as Readonly<Record<string, FieldData>>, 'sampleFacts');
}

/** Means and deviations in two sums around the first sample, so that large means cancel no digits. */
function featureMoments(features: number) {
  const columns = features <= mostFeatures ? Math.max(1, features) : 1;
  let origin: Float64Array | undefined;
  const [sums, squares] = [new Float64Array(columns), new Float64Array(columns)];
  let count = 0;
  return {
    add(values: TypedArray): void {
      origin ??= Float64Array.from({ length: columns }, (_, i) =>
        Number.isFinite(values[i]) ? (values[i] as number) : 0,
      );
      for (let i = 0, column = 0; i < values.length; i++) {
        const value = (values[i] as number) - (origin[column] as number);
        sums[column] = (sums[column] as number) + value;
        squares[column] = (squares[column] as number) + value * value;
        if (++column === columns) column = 0;
      }
      count += values.length / columns;
    },
    read(): DataFacts['inputs'] {
      const shifts = Array.from(sums, (total) => total / count);
      return {
        means: shifts.map((shift, i) => (origin?.[i] ?? 0) + shift),
        standardDeviations: shifts.map((shift, i) =>
          Math.sqrt(Math.max(0, (squares[i] as number) / count - shift * shift)),
        ),
      };
    },
  };
}

/** Counts class ids, or rows with a single one; finds out whether targets are such. */
function classCounter(units: number | undefined) {
  const classes = Math.max(2, units ?? 0);
  const counts = new Array<number>(classes).fill(0);
  let isCounted = units !== undefined;
  const count = (id: number): void => {
    if (Number.isInteger(id) && id >= 0 && id < classes) counts[id] = (counts[id] as number) + 1;
    else isCounted = false;
  };
  return {
    add(targets: Tensor): void {
      const size = targets.shape.slice(1).reduce((product, extent) => product * extent, 1);
      const values = targets.dataSync();
      if (size === 1) {
        for (const value of values) count(value);
      } else if (size === units) {
        for (let row = 0; row < values.length; row += units) {
          const own = values.subarray(row, row + units);
          const isOneHot = own.every((value) => value === 0 || value === 1) && own.indexOf(1) === own.lastIndexOf(1);
          count(isOneHot ? own.indexOf(1) : -1);
        }
      } else isCounted = false;
    },
    counts: (): readonly number[] | undefined => (isCounted ? counts : undefined),
  };
}
