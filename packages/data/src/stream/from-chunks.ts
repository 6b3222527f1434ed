import { DataError, sizeOf } from '@gradkit/core';
import { type Column, type FieldData, rowsOf, toColumn } from '../column.ts';
import { type Columns, readFields, type StreamRecord } from './record.ts';
import {
  checkSource,
  checkStreamOptions,
  elementsOf,
  type StreamOptions,
  type StreamSource,
  streamFrom,
} from './source.ts';
import type { StreamDataset } from './stream-dataset.ts';

/**
 * A stream of samples that arrive many at a time: pages of a database, parts of a large file. Chunks are objects of fields as
 * `dataset` takes them, the first axis of which counts samples; they may have different lengths, and batches may be larger or
 * smaller.
 *
 * @param source makes a new iterable of chunks at every call
 * @param options as those of `fromIterable`
 * @throws ArgumentError when the source is not a function or an option is wrong; while it is read, DataError, ShapeError and
 * DTypeError with the number of the chunk that does not fit, and DataError with the cause when the source fails
 * @example
 * ```ts
 * import { fromChunks } from '@gradkit/data';
 *
 * const stream = fromChunks(() => [{ x: [1, 2, 3] }, { x: [4, 5] }]);
 * for await (const { x } of stream.batch(2)) console.log(x.toArray()); // [1, 2] [3, 4] [5]
 * ```
 */
export function fromChunks<const S extends { readonly [field: string]: FieldData }>(
  source: StreamSource<S>,
  options: StreamOptions = {},
): StreamDataset<keyof S & string> {
  checkSource('fromChunks', source);
  checkStreamOptions('fromChunks', options);
  return streamFrom('fromChunks', options, async function* (epoch, guard) {
    let [number, index] = [0, 0];
    for await (const chunk of elementsOf('fromChunks', source, epoch)) {
      const at = `fromChunks: chunk ${number++}`;
      const columns = guard(at, readFields(at, chunk, toColumn));
      yield* recordsOf(at, columns, index, epoch);
      index += rowsOf(Object.values(columns)[0] as Column);
    }
  });
}

/** The samples of columns, of which they share the values. */
function* recordsOf(at: string, columns: Columns, first: number, epoch: number): Generator<StreamRecord> {
  const fields = Object.entries(columns);
  const [leading] = fields as [(typeof fields)[number]];
  const rows = rowsOf(leading[1]);
  const misfit = fields.find(([, column]) => rowsOf(column) !== rows);
  if (misfit !== undefined) {
    throw new DataError(`${at}: "${leading[0]}" has ${rows} samples, but "${misfit[0]}" has ${rowsOf(misfit[1])}.`);
  }
  for (let row = 0; row < rows; row++) {
    const part = ({ values, shape, dtype }: Column): Column => {
      const size = sizeOf(shape);
      return { values: values.subarray(row * size, (row + 1) * size), shape, dtype };
    };
    yield {
      columns: Object.fromEntries(fields.map(([name, column]) => [name, part(column)])),
      index: first + row,
      epoch,
    };
  }
}
