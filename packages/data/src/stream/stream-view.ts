import { ArgumentError, checkFlags, checkOptions, DataError, describe } from '@gradkit/core';
import { batchCount } from '../batches.ts';
import type { Column } from '../column.ts';
import { type BatchOptions, type DatasetInfo, datasetOf, type Sample } from '../dataset.ts';
import { checkEpoch, checkInteger, checkSeed } from '../permutation.ts';
import type { AnyMap } from '../view.ts';
import { drawRecord, drawRecords, stackColumns } from './draw-records.ts';
import type { StreamRecord } from './record.ts';
import { filtered, grouped, passes, prefetched, shuffled, skipped, taken } from './stages.ts';
import type { StreamBatches, StreamDataset } from './stream-dataset.ts';

/** Everything a stream is: where records come from in an epoch, and what happens to them on the way out. */
export interface StreamState {
  /** The function that made it, for messages. */
  readonly where: string;
  readonly records: (epoch: number) => AsyncIterable<StreamRecord>;
  readonly size: number | undefined;
  readonly epoch: number;
  /** Applied to whole batches. All stages but `filter` treat mapped samples as they treat others. */
  readonly maps: readonly AnyMap[];
  readonly info: DatasetInfo;
}

export function streamOf<F extends string>(state: StreamState): StreamDataset<F> {
  const { where, records, size, epoch, maps, info } = state;
  const derive = (change: Partial<StreamState>): StreamDataset<F> => streamOf({ ...state, ...change });
  const sized = (change: (size: number) => number): number | undefined => size && change(size);
  return {
    size,
    classes: info.classes,
    classNames: info.classNames,
    featureNames: info.featureNames,
    epoch(of) {
      checkEpoch('epoch', of);
      return derive({ epoch: of });
    },
    map(change) {
      if (typeof change !== 'function') throw new ArgumentError(`map: expected a function, got ${describe(change)}.`);
      return streamOf({ ...state, maps: [...maps, change as unknown as AnyMap] });
    },
    filter(keep) {
      if (typeof keep !== 'function') throw new ArgumentError(`filter: expected a function, got ${describe(keep)}.`);
      const holds = (record: StreamRecord): boolean => keep(drawRecord(record, maps) as Sample<F>);
      return derive({ records: (of) => filtered(records(of), holds), size: undefined });
    },
    shuffle(options) {
      checkOptions('shuffle', options, ['seed', 'bufferSize']);
      const { seed, bufferSize = 1024 } = options ?? {};
      checkSeed('shuffle', seed);
      checkInteger('shuffle', 'bufferSize', bufferSize, 1, 2 ** 31 - 1);
      return derive({ records: (of) => shuffled(records(of), bufferSize, seed, of) });
    },
    take(count) {
      checkInteger('take', 'the number of samples', count, 1, Number.MAX_SAFE_INTEGER);
      return derive({ records: (of) => taken(records(of), count), size: sized((n) => Math.min(n, count)) });
    },
    skip(count) {
      checkInteger('skip', 'the number of samples', count, 0, Number.MAX_SAFE_INTEGER);
      if (size !== undefined && count >= size) throw new DataError(`skip: ${count} of ${size} samples leaves none.`);
      return derive({ records: (of) => skipped(records(of), count), size: sized((n) => n - count) });
    },
    repeat(count = Number.POSITIVE_INFINITY) {
      if (count !== Number.POSITIVE_INFINITY) checkInteger('repeat', 'the number of times', count, 1, 2 ** 31 - 1);
      const first = (of: number): number => (Number.isFinite(count) ? of * count : of);
      return derive({
        records: (of) => passes(count, (pass) => records(first(of) + pass)),
        size: Number.isFinite(count) ? sized((n) => n * count) : count,
      });
    },
    prefetch(count) {
      checkInteger('prefetch', 'the number of samples', count, 1, 2 ** 31 - 1);
      return derive({ records: (of) => prefetched(records(of), count) });
    },
    batch(batchSize, options) {
      checkOptions('batch', options, ['dropRemainder']);
      checkInteger('batch', 'the batch size', batchSize, 1, Number.MAX_SAFE_INTEGER);
      checkFlags('batch', { dropRemainder: options?.dropRemainder ?? false });
      return streamBatches(state, batchSize, options ?? {});
    },
    async toDataset(options = {}) {
      checkOptions('toDataset', options, ['maxBytes']);
      const { maxBytes = 2 ** 31 } = options;
      checkInteger('toDataset', 'maxBytes', maxBytes, 1, Number.MAX_SAFE_INTEGER);
      const all: StreamRecord[] = [];
      let bytes = 0;
      for await (const record of records(epoch)) {
        for (const { values } of Object.values(record.columns)) bytes += values.byteLength;
        if (bytes > maxBytes) {
          throw new DataError(
            `toDataset: ${where} has more than ${maxBytes} bytes of samples. Raise maxBytes, or train on the stream.`,
          );
        }
        all.push(record);
      }
      if (all.length === 0) throw new DataError(`toDataset: ${where} has no samples that are left.`);
      const names = Object.keys((all[0] as StreamRecord).columns);
      const columns = Object.fromEntries(names.map((name): [string, Column] => [name, stackColumns(all, name)]));
      const stored = datasetOf<string>(where, columns, info).epoch(epoch);
      return maps.reduce((data, change) => data.map(change), stored) as Awaited<
        ReturnType<StreamDataset<F>['toDataset']>
      >;
    },
    async *[Symbol.asyncIterator]() {
      for await (const record of records(epoch)) yield drawRecord(record, maps) as Sample<F>;
    },
  };
}

function streamBatches<F extends string>(
  state: StreamState,
  batchSize: number,
  options: BatchOptions,
): StreamBatches<F> {
  const { records, size, epoch, maps } = state;
  const { dropRemainder = false } = options;
  const derive = (change: Partial<StreamState>): StreamBatches<F> =>
    streamBatches({ ...state, ...change }, batchSize, options);
  return {
    length: size && batchCount(size, batchSize, dropRemainder),
    batchSize,
    epoch(of) {
      checkEpoch('epoch', of);
      return derive({ epoch: of });
    },
    map: (change) => streamBatches({ ...state, maps: [...maps, change as unknown as AnyMap] }, batchSize, options),
    prefetch(count) {
      checkInteger('prefetch', 'the number of batches', count, 1, 2 ** 31 - 1);
      return derive({ records: (of) => prefetched(records(of), count * batchSize) });
    },
    async *[Symbol.asyncIterator]() {
      for await (const group of grouped(records(epoch), batchSize, dropRemainder))
        yield drawRecords(group, maps) as Sample<F>;
    },
  };
}
