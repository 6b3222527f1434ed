import type { FieldData } from '../column.ts';
import { readFields, readValue } from './record.ts';
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
 * A stream of samples from a function that makes an iterable, synchronous or not: a generator function, a file that is read
 * line by line, the rows of a database.
 *
 * Samples are objects of fields: numbers, nested arrays, typed arrays, tensors or `{ values, shape }`. All must have the
 * fields, shapes and element types of the first one. Plain numbers become float32. The function is called at the start of
 * every pass with the number of the epoch, and samples are asked for one at a time, when they are needed; when a loop ends
 * early, the iterator is closed.
 *
 * @param source makes a new iterable at every call
 * @param options `size`: the number of samples, if it is known (training then knows the number of its steps); `classes` or
 * `classNames`: `y` holds class ids, which are checked and become int32
 * @throws ArgumentError when the source is not a function or an option is wrong; while it is read, DataError, ShapeError and
 * DTypeError with the number of the sample that does not fit, and DataError with the cause when the source fails
 * @see Murray, Simsa, Klimovic, Indyk, tf.data: A machine learning data processing framework, 2021
 * @example
 * ```ts
 * import { fromIterable } from '@gradkit/data';
 *
 * const squares = fromIterable(function* () {
 *   for (let i = 0; i < 100; i++) yield { x: [i / 100], y: (i / 100) ** 2 };
 * }, { size: 100 });
 * const batches = squares.shuffle({ seed: 7, bufferSize: 50 }).batch(32).prefetch(1);
 * for await (const { x, y } of batches.epoch(3)) console.log(x.shape, y.shape); // [32, 1] [32], … [4, 1] [4]
 * ```
 */
export function fromIterable<const S extends { readonly [field: string]: FieldData }>(
  source: StreamSource<S>,
  options: StreamOptions = {},
): StreamDataset<keyof S & string> {
  checkSource('fromIterable', source);
  checkStreamOptions('fromIterable', options);
  return streamFrom('fromIterable', options, async function* (epoch, guard) {
    let index = 0;
    for await (const sample of elementsOf('fromIterable', source, epoch)) {
      const at = `fromIterable: sample ${index}`;
      yield { columns: guard(at, readFields(at, sample, readValue)), index: index++, epoch };
    }
  });
}
