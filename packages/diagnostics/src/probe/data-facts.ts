import type { Shape, Tensor, TypedArray } from '@gradkit/core';
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
  /** The shape of what the model gives, with the batch axis: it tells whether targets are classes. Default: they are none. */
  readonly output?: Shape | undefined;
}

/** More features than these are taken together. */
const mostFeatures = 4096;
/** Of larger data every n-th batch is read: means of so many numbers do not change any more. */
const mostNumbers = 2 ** 24;
const batchSize = 256;

/** Counts classes and measures features of samples in memory; of streams nothing is known. */
export function sampleFacts(data: TrainingData, fields: SampleFields = {}): SampleFacts {
  const { input = 'x', target = 'y', output } = fields;
  const samples = inMemory(data);
  if (samples === undefined) return { nonFinite: false };
  const known = samples.fields as Readonly<Record<string, { readonly shape: readonly number[] }>>;
  const features = (known[input]?.shape ?? []).reduce((product, extent) => product * extent, 1);
  const stride = Math.max(1, Math.ceil((samples.size * features) / mostNumbers));
  const moments = featureMoments(features);
  let classCounts: readonly number[] | undefined = output && [];
  let batchNumber = 0;
  for (const batch of samples.batch(batchSize) as Iterable<Sample<string>>) {
    const targets = batch[target];
    const counts = output && targets && classCountsOf(targets, output);
    classCounts = counts && classCounts && counts.map((count, id) => count + (classCounts?.[id] ?? 0));
    const inputs = batch[input];
    if (inputs !== undefined && batchNumber % stride === 0) moments.add(inputs.dataSync());
    batchNumber++;
  }
  return {
    samples: samples.size,
    classCounts,
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

/** Means and deviations of what is finite, in sums around the first sample, so that large means cancel no digits. */
function featureMoments(features: number) {
  const columns = features <= mostFeatures ? Math.max(1, features) : 1;
  const [origins, counts, sums, squares] = [0, 1, 2, 3].map(() => new Float64Array(columns)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return {
    add(values: TypedArray): void {
      for (let i = 0, column = 0; i < values.length; i++) {
        const value = values[i] as number;
        if (Number.isFinite(value)) {
          if (counts[column] === 0) origins[column] = value;
          const distance = value - (origins[column] as number);
          counts[column] = (counts[column] as number) + 1;
          sums[column] = (sums[column] as number) + distance;
          squares[column] = (squares[column] as number) + distance * distance;
        }
        if (++column === columns) column = 0;
      }
    },
    read(): NonNullable<DataFacts['inputs']> {
      const number = (column: number): number => Math.max(1, counts[column] as number);
      const shifts = Array.from(sums, (total, column) => total / number(column));
      return {
        means: shifts.map((shift, column) => (origins[column] as number) + shift),
        standardDeviations: shifts.map((shift, column) =>
          Math.sqrt(Math.max(0, (squares[column] as number) / number(column) - shift * shift)),
        ),
      };
    },
  };
}

/** How many of a batch are of each class: of class ids, of rows with one 1, or of 0 and 1 for one output; undefined if none of these. */
function classCountsOf(truths: Tensor, output: Shape): readonly number[] | undefined {
  const classes = output.length > 1 ? (output.at(-1) as number) : 1;
  const perSample = truths.shape.slice(1).reduce((product, extent) => product * extent, 1);
  const values = truths.dataSync();
  const counts = Array.from({ length: Math.max(2, classes) }, () => 0);
  const width = classes > 1 && perSample === classes ? classes : 1;
  if (width === 1 && perSample > 1 && classes === 1) return undefined;
  for (let row = 0; row < values.length; row += width) {
    const own = values.subarray(row, row + width);
    const isOneHot = own.every((value, i) => value === (i === own.indexOf(1) ? 1 : 0)) && own.includes(1);
    const id = width === 1 ? (own[0] as number) : isOneHot ? own.indexOf(1) : -1;
    if (!(Number.isInteger(id) && id >= 0 && id < counts.length)) return undefined;
    counts[id] = (counts[id] as number) + 1;
  }
  return counts;
}
