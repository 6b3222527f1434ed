import { ArgumentError, concatenate, DataError, describe, sizeOf, type Tensor, tensor } from '@gradkit/core';
import { type BatchSource, type FieldData, type Sample, type SampleMethods, samplesInMemory } from '@gradkit/data';
import type { Signal, TrainingData } from '@gradkit/train';

/** The field that says how much samples count. */
export const weightField = 'sampleWeight';

/** The first axis of a batch is cut here: enough for means and frequencies, and little to compute. */
const excerptSize = 1024;

/** Some samples of the data, drawn at random where they are in memory: what is looked at before training. */
export interface Excerpt {
  /** A tensor for every field, samples first. */
  readonly fields: Sample<string>;
  readonly samples: number;
  /** Samples of all the data; undefined where nobody knows. */
  readonly size: number | undefined;
  /** Samples of a batch: as asked for, or as the batches come. */
  readonly batchSize: number;
  /** Batches of an epoch; undefined where nobody knows, infinite where they never end. */
  readonly batches: number | undefined;
  /** All truths of a field, of data in memory; otherwise those of the excerpt. */
  truths(field: string): Tensor;
  /** How many elements are NaN or infinite, by field, and how many there are: of all data in memory, else of the excerpt. */
  nonFinite(): Readonly<Record<string, { readonly count: number; readonly of: number }>>;
}

/**
 * Draws an excerpt of training data.
 * @throws ArgumentError, DataError when the data is of no known form, or empty
 */
export async function excerptOf(
  where: string,
  data: TrainingData,
  needed: readonly string[],
  { batchSize, seed, signal }: { batchSize: number | 'full' | undefined; seed: number; signal?: Signal | undefined },
): Promise<Excerpt> {
  const given = drawable(where, data, needed);
  const memory = 'countNonFinite' in given ? (given as unknown as SampleMethods<string>) : undefined;
  const size = memory?.size ?? ('size' in given ? given.size : undefined);
  const source = batched(where, given, batchSize);
  const drawn =
    memory === undefined
      ? await draw(source, signal)
      : await draw(memory.shuffle({ seed }).batch(excerptSize), signal, 1);
  const missing = needed.find((field) => drawn[field] === undefined);
  if (missing !== undefined) {
    throw new ArgumentError(
      `${where}: the data has no field "${missing}", only ${Object.keys(drawn).join(', ')}. Fields are named as inputs and outputs.`,
    );
  }
  const kept = [...needed, weightField].filter((field) => drawn[field] !== undefined);
  const fields = Object.fromEntries(kept.map((field) => [field, drawn[field] as Tensor]));
  return {
    fields,
    samples: (fields[needed[0] as string] as Tensor).shape[0] ?? 0,
    size,
    batchSize: Math.min(source.batchSize, size ?? Infinity),
    batches: source.length,
    truths: (field) => ((memory as unknown as Sample<string>) ?? fields)[field] as Tensor,
    nonFinite() {
      const counts = memory?.countNonFinite();
      return Object.fromEntries(
        kept.map((field) => {
          const each = fields[field] as Tensor;
          const count =
            counts?.[field] ?? Array.from(each.dataSync()).filter((value) => !Number.isFinite(value)).length;
          return [field, { count, of: counts === undefined ? each.size : sizeOf(each.shape.slice(1)) * (size ?? 1) }];
        }),
      );
    },
  };
}

/** Some of the samples, from a position on. */
export function rowsOf(fields: Sample<string>, from: number, count: number): Sample<string> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, rows(field, from, count)]));
}

/** Some rows of a tensor with values. */
export function rows(field: Tensor, from: number, count: number): Tensor {
  const each = sizeOf(field.shape.slice(1));
  const values = field.dataSync().slice(from * each, (from + count) * each);
  return tensor(values, {
    shape: [each === 0 ? 0 : values.length / each, ...field.shape.slice(1)],
    dtype: field.dtype,
  });
}

type Drawable = Exclude<TrainingData, { readonly [field: string]: FieldData }>;

function drawable(where: string, data: TrainingData, needed: readonly string[]): Drawable {
  const given = (typeof data === 'object' && data !== null ? data : {}) as Readonly<Record<string, FieldData>>;
  if (typeof given['batch'] === 'function' || Symbol.asyncIterator in given) return data as Drawable;
  if (!needed.every((field) => field in given)) {
    throw new ArgumentError(`${where}: expected a data set or { ${needed.join(', ')} }, got ${describe(data)}.`);
  }
  const kept = [...needed, weightField].filter((field) => given[field] !== undefined);
  const fields = Object.fromEntries(kept.map((field) => [field, given[field] as FieldData]));
  return samplesInMemory(fields, where) as unknown as Drawable;
}

function batched(where: string, data: Drawable, batchSize: number | 'full' | undefined): BatchSource<string> {
  if (!('batch' in data)) {
    if (batchSize === undefined || batchSize === data.batchSize) return data;
    throw new ArgumentError(`${where}: the data comes in batches of ${data.batchSize}. Leave out batchSize.`);
  }
  const size = batchSize === 'full' ? data.size : (batchSize ?? 32);
  if (Number.isInteger(size) && (size as number) >= 1) return data.batch(size as number);
  throw new ArgumentError(`${where}: batchSize is a positive integer or 'full', got ${describe(batchSize)}.`);
}

/** Joins the first batches, as long as they have the shapes of the first. */
async function draw(source: BatchSource<string>, signal: Signal | undefined, most = 16): Promise<Sample<string>> {
  const drawn: Sample<string>[] = [];
  let samples = 0;
  for await (const batch of source) {
    if (signal?.aborted) throw signal.reason;
    if (drawn.length > 0 && !sameRows(drawn[0] as Sample<string>, batch)) break;
    drawn.push(batch);
    samples += Object.values(batch)[0]?.shape[0] ?? 0;
    if (samples >= excerptSize || drawn.length >= most) break;
  }
  const first = drawn[0];
  if (first === undefined) throw new DataError('diagnose: the data has no batches.');
  return Object.fromEntries(
    Object.keys(first).map((field) => [field, joined(drawn.map((each) => each[field] as Tensor))]),
  );
}

function sameRows(a: Sample<string>, b: Sample<string>): boolean {
  return Object.entries(a).every(([field, { shape }]) => b[field]?.shape.slice(1).join() === shape.slice(1).join());
}

/** Values one behind the other along the first axis, at most as many samples as an excerpt has. */
function joined(parts: readonly Tensor[]): Tensor {
  const all = parts.length === 1 ? (parts[0] as Tensor) : concatenate(parts, { axis: 0 });
  return rows(all, 0, Math.min(excerptSize, all.shape[0] as number));
}
