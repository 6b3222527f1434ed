import { checkFlags, checkOptions } from '@gradkit/core';
import type { BatchSource } from './batch-source.ts';
import type { BatchOptions, MapContext, Sample } from './dataset.ts';
import { checkInteger } from './permutation.ts';

/** The samples of a data set in groups; each group is drawn when it is asked for. */
export interface Batches<F extends string = 'x' | 'y'> extends BatchSource<F>, Iterable<Sample<F>> {
  /** Number of batches. */
  readonly length: number;
  /** The batch at a position from 0: fields of shape [batchSize, …]. */
  at(index: number): Sample<F>;
  /** The batches of another epoch, from 0: see {@link Dataset.epoch}. */
  epoch(epoch: number): Batches<F>;
  /** Batches that go through `change` when they are drawn: see {@link Dataset.map}. */
  map<G extends string>(change: (batch: Sample<F>, context: MapContext) => Sample<G>): Batches<G>;
  [Symbol.iterator](): Iterator<Sample<F>>;
}

/** Batches of data in memory, mapped or not. */
export type PlainBatches<F extends string> = Omit<Batches<F>, 'map' | 'epoch'>;

/** What batches need of a data set. */
interface Drawable<B> {
  readonly size: number;
  epoch(epoch: number): { batch(size: number, options?: BatchOptions): B };
}

/** How many batches samples make. */
export function batchCount(samples: number, batchSize: number, dropRemainder: boolean): number {
  return dropRemainder ? Math.floor(samples / batchSize) : Math.ceil(samples / batchSize);
}

/** `draw(from, to)` returns the samples at positions from … to − 1 as one batch. */
export function batchesOf<F extends string, B>(
  dataset: Drawable<B>,
  draw: (from: number, to: number) => Sample<F>,
  batchSize: number,
  options: BatchOptions | undefined,
): PlainBatches<F> & { epoch(epoch: number): B } {
  checkOptions('batch', options, ['dropRemainder']);
  const { dropRemainder = false } = options ?? {};
  checkInteger('batch', 'the batch size', batchSize, 1, Number.MAX_SAFE_INTEGER);
  checkFlags('batch', { dropRemainder });
  const length = batchCount(dataset.size, batchSize, dropRemainder);
  const drawBatch = (index: number): Sample<F> =>
    draw(index * batchSize, Math.min(dataset.size, (index + 1) * batchSize));
  return {
    length,
    batchSize,
    at(index) {
      checkInteger('at', 'the batch', index, 0, length - 1);
      return drawBatch(index);
    },
    epoch: (epoch) => dataset.epoch(epoch).batch(batchSize, options),
    *[Symbol.iterator]() {
      for (let index = 0; index < length; index++) yield drawBatch(index);
    },
    async *[Symbol.asyncIterator]() {
      for (let index = 0; index < length; index++) yield drawBatch(index);
    },
  };
}
