import {
  ArgumentError,
  DataError,
  describe,
  equalShapes,
  type Shape,
  sizeOf,
  type Tensor,
  tensor,
  zeros,
} from '@gradkit/core';
import {
  type BatchSource,
  type FieldData,
  type FieldInfo,
  type Sample,
  type SampleMethods,
  samplesInMemory,
} from '@gradkit/data';
import { checkLabels, type Loss } from '@gradkit/losses';
import { close, drawFrom, type Signal, unlessAborted } from './draw.ts';
import { weightField } from './forward-pass.ts';

/** A data set, in memory or read while it is used. */
export interface SampleSet {
  readonly size: number | undefined;
  batch(size: number): BatchSource<string>;
}

/**
 * Samples with targets: a data set in memory, a stream, batches of either, or an object of fields whose first axes count
 * samples. Fields are `x` and `y`, or, of a model with several inputs or outputs, named as these. A field `sampleWeight`
 * says how much samples count.
 */
export type TrainingData = SampleSet | BatchSource<string> | { readonly [field: string]: FieldData };

/** What batches are drawn from. */
export type Drawable = SampleSet | BatchSource<string>;

/** A data set in memory. */
export function inMemory(drawable: Drawable | undefined): SampleMethods<string> | undefined {
  return drawable !== undefined && 'countNonFinite' in drawable ? (drawable as SampleMethods<string>) : undefined;
}

/** The data to draw from. `fields` are those that are needed; of others, objects of fields keep nothing but weights. */
export function toDrawable(where: string, data: unknown, fields: readonly string[]): Drawable {
  const given = (typeof data === 'object' && data !== null ? data : {}) as Readonly<Record<string, FieldData>>;
  if (typeof given['batch'] === 'function' || Symbol.asyncIterator in given) return data as Drawable;
  if (!fields.every((field) => field in given)) {
    throw new ArgumentError(`${where}: expected a data set or { ${fields.join(', ')} }, got ${describe(data)}.`);
  }
  const kept = [...fields, weightField].filter((field) => given[field] !== undefined);
  return samplesInMemory(Object.fromEntries(kept.map((field) => [field, given[field] as FieldData])), where);
}

/** The data in batches of a size; what comes in batches keeps them, and must not be contradicted. */
export function toBatches(where: string, drawable: Drawable, batchSize: unknown): BatchSource<string> {
  if (!('batch' in drawable)) {
    if (batchSize === undefined || batchSize === drawable.batchSize) return drawable;
    throw new ArgumentError(`${where}: the data comes in batches of ${drawable.batchSize}. Leave out batchSize.`);
  }
  const size = batchSize === 'full' ? drawable.size : (batchSize ?? 32);
  if (Number.isInteger(size) && (size as number) >= 1) return drawable.batch(size as number);
  throw new ArgumentError(`${where}: batchSize is a positive integer or 'full', got ${describe(batchSize)}.`);
}

/** A batch that shows shapes and types: of data in memory one like the first, of other data the first itself. */
export async function firstBatch(
  where: string,
  drawable: Drawable,
  source: BatchSource<string>,
  signal: Signal | undefined,
): Promise<Sample<string>> {
  const memory = inMemory(drawable);
  if (memory !== undefined) {
    const rows = Object.entries(memory.fields) as [string, FieldInfo][];
    const samples = Math.min(memory.size, source.batchSize);
    return Object.fromEntries(rows.map(([name, { shape, dtype }]) => [name, zeros([samples, ...shape], { dtype })]));
  }
  const draw = drawFrom(source);
  try {
    const { done, value } = await unlessAborted(Promise.resolve(draw.next()), signal);
    if (!done) return value as Sample<string>;
  } finally {
    await close(draw, signal);
  }
  throw new DataError(`${where}: the data has no batches.`);
}

/** The names of the fields that a step takes; throws unless a batch has them all. */
export function usedFields(where: string, batch: Sample<string>, fields: readonly string[]): readonly string[] {
  const missing = fields.find((field) => batch[field] === undefined);
  if (missing !== undefined) {
    throw new ArgumentError(
      `${where}: the data has no field "${missing}", only ${Object.keys(batch).join(', ')}. Fields are named as inputs and outputs.`,
    );
  }
  return weightField in batch ? [...fields, weightField] : fields;
}

/**
 * Throws when targets are class ids and one of them is not a class of the output: inside a compiled step it could only
 * become NaN. Targets are class ids when they have one axis less than outputs of several classes. A label that the loss
 * accepts all the same, because it is to be ignored, may stay. Of data that is not in memory the first batch is checked.
 */
export function checkTargets(
  drawable: Drawable,
  probe: Sample<string>,
  field: string,
  output: Shape,
  loss: Loss | undefined,
): void {
  const classes = output.at(-1) ?? 0;
  const memory = inMemory(drawable);
  const shape = (probe[field] as Tensor).shape.slice(1);
  const perSample = output.slice(1, -1);
  const isClassIds =
    output.length > 1 && classes > 1 && (equalShapes(shape, perSample) || equalShapes(shape, [...perSample, 1]));
  if (loss === undefined || !isClassIds || (field === 'y' && (memory?.classes ?? Infinity) <= classes)) return;

  const targets = (memory === undefined ? probe : (memory as unknown as Sample<string>))[field] as Tensor;
  const labels = targets.dataSync();
  const size = sizeOf(shape);
  let ignoreClass: number | undefined;
  for (const [index, label] of labels.entries()) {
    if ((Number.isInteger(label) && label >= 0 && label < classes) || label === ignoreClass) continue;
    const at = index - (index % size);
    const target = tensor(labels.slice(at, at + size), { shape: [1, ...shape], dtype: targets.dtype });
    const isIgnored = Number.isFinite(loss(target, zeros([1, ...output.slice(1)])).item());
    if (ignoreClass !== undefined || !isIgnored) checkLabels(labels, classes, { ignoreClass });
    ignoreClass = label;
  }
}
