import { ArgumentError, checkOptions, DataError, describe, GradkitError } from '@gradkit/core';
import { classCount, type DatasetInfo } from '../dataset.ts';
import { checkInteger } from '../permutation.ts';
import { fieldGuard, type StreamRecord } from './record.ts';
import type { StreamDataset } from './stream-dataset.ts';
import { streamOf } from './stream-view.ts';

/** What a stream reads: called at the start of every pass, to make something that can be iterated once. */
export type StreamSource<T> = (epoch: number) => Iterable<T> | AsyncIterable<T>;

/** Options of streams. */
export interface StreamOptions extends Omit<DatasetInfo, 'source'> {
  /** Number of samples, where it is known: then batches can be counted. It is checked. Default unknown. */
  readonly size?: number;
}

export const streamOptionNames: readonly (keyof StreamOptions)[] = ['size', 'classes', 'classNames', 'featureNames'];

export function checkStreamOptions(where: string, options: StreamOptions): void {
  checkOptions(where, options, streamOptionNames);
  checkStreamSize(where, options.size);
}

export function checkStreamSize(where: string, size: unknown): void {
  if (size !== undefined) checkInteger(where, 'size', size, 1, Number.MAX_SAFE_INTEGER);
}

export function checkSource(where: string, source: unknown): void {
  if (typeof source === 'function') return;
  throw new ArgumentError(
    `${where}: expected a function that makes an iterable, such as () => samples, got ${describe(source)}.`,
  );
}

/** What a source yields. Foreign errors say how far it came; whoever stops early closes it. */
export async function* elementsOf<T>(where: string, source: StreamSource<T>, epoch: number): AsyncGenerator<T> {
  let count = 0;
  try {
    const iterable: unknown = source(epoch);
    if (!isIterable(iterable)) {
      throw new ArgumentError(`${where}: the source must return something iterable, got ${describe(iterable)}.`);
    }
    for await (const element of iterable as AsyncIterable<T>) {
      yield element;
      count++;
    }
  } catch (error) {
    if (error instanceof GradkitError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const wrapped = new DataError(`${where}: the source failed after ${count} elements: ${reason}`);
    wrapped.cause = error;
    throw wrapped;
  }
  if (count === 0) {
    throw new DataError(
      `${where}: the source is empty. It is called for every pass, and must make a new iterator each time.`,
    );
  }
}

function isIterable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value);
}

/**
 * The stream of what `records` yields for an epoch; `where` names the function that the user called, and the file. Options are
 * checked.
 */
export function streamFrom<F extends string>(
  where: string,
  options: StreamOptions,
  records: (epoch: number, guard: ReturnType<typeof fieldGuard>) => AsyncIterable<StreamRecord>,
): StreamDataset<F> {
  const { size, ...given } = options;
  const info: DatasetInfo = { ...given, classes: classCount(where, given) };
  return streamOf({
    where,
    records: (epoch) => counted(where, records(epoch, fieldGuard(info.classes)), size),
    size,
    epoch: 0,
    maps: [],
    info,
  });
}

/** Throws where a source has another number of samples than announced. */
async function* counted(
  where: string,
  records: AsyncIterable<StreamRecord>,
  size: number | undefined,
): AsyncGenerator<StreamRecord> {
  let count = 0;
  for await (const record of records) {
    if (count++ === size) throw new DataError(`${where}: there are more than the ${size} samples that size announces.`);
    yield record;
  }
  if (size !== undefined && count < size) {
    throw new DataError(`${where}: the source ended after ${count} samples, but size announces ${size}.`);
  }
}
