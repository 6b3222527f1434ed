import { ArgumentError, DataError, describe } from '@gradkit/core';
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
 * A stream of samples whose fields come from sources of their own, such as one file of images and one of labels: the first
 * sample is made of the first value of each, and so on. All must have equally many.
 *
 * @param sources by field: functions that make iterables of values, as those of samples for `fromIterable`
 * @param options as those of `fromIterable`
 * @throws ArgumentError when a source is not a function or an option is wrong; while they are read, errors as those of
 * `fromIterable`, and DataError when one source ends before another
 * @example
 * ```ts
 * import { fromColumns } from '@gradkit/data';
 *
 * const stream = fromColumns({ x: () => [[1, 2], [3, 4]], y: () => [0, 1] }, { classes: 2 });
 * for await (const { x, y } of stream.batch(2)) console.log(x.toArray(), y.toArray()); // [[1, 2], [3, 4]] [0, 1]
 * ```
 */
export function fromColumns<const F extends string>(
  sources: { readonly [Field in F]: StreamSource<FieldData> },
  options: StreamOptions = {},
): StreamDataset<F> {
  const fields = Object.entries<StreamSource<FieldData>>(typeof sources === 'object' ? (sources ?? {}) : {});
  if (fields.length === 0) {
    throw new ArgumentError(`fromColumns: expected sources by field such as { x, y }, got ${describe(sources)}.`);
  }
  for (const [name, source] of fields) checkSource(`fromColumns: field "${name}"`, source);
  checkStreamOptions('fromColumns', options);
  return streamFrom('fromColumns', options, async function* (epoch, guard) {
    const columns = fields.map(([name, source]) => ({
      name,
      values: elementsOf(`fromColumns: field "${name}"`, source, epoch),
    }));
    try {
      for (let index = 0; ; index++) {
        const at = `fromColumns: sample ${index}`;
        const results = await Promise.all(columns.map(({ values }) => values.next()));
        const ended = results.findIndex(({ done }) => done);
        if (ended >= 0) {
          const going = results.findIndex(({ done }) => !done);
          if (going < 0) return;
          throw new DataError(
            `fromColumns: field "${columns[ended]?.name}" ended after ${index} samples, but "${columns[going]?.name}" goes on.`,
          );
        }
        const sample = Object.fromEntries(columns.map(({ name }, i) => [name, results[i]?.value as FieldData]));
        yield { columns: guard(at, readFields(at, sample, readValue)), index, epoch };
      }
    } finally {
      for (const { values } of columns) await values.return(undefined);
    }
  });
}
