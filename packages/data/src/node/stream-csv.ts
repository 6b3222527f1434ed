import { ArgumentError, DataError } from '@gradkit/core';
import { type Parser, parse } from 'csv-parse';
import { columnFrom } from '../column.ts';
import { type CsvOptions, checkCsvOptions } from '../csv-options.ts';
import type { CsvRecord } from '../csv-records.ts';
import { type CsvRow, labelReader, rowReader, targetType } from '../csv-rows.ts';
import type { Columns, StreamRecord } from '../stream/record.ts';
import { checkStreamSize, streamFrom } from '../stream/source.ts';
import type { StreamDataset } from '../stream/stream-dataset.ts';
import { csvSplitter } from './csv-splitter.ts';
import { checkPath, textChunks } from './text-chunks.ts';

/** Options of {@link streamCsv}. */
export interface StreamCsvOptions extends CsvOptions {
  /** Number of rows, where it is known: then batches can be counted. It is checked. Default unknown. */
  readonly size?: number;
}

/**
 * A stream of the rows of a CSV file, which may be larger than memory: in UTF-8, plain or compressed with gzip.
 *
 * Rows are read and checked as `readCsv` does, in every pass again, and only as far as they are asked for. Class labels need
 * `classNames`, since nobody knows all labels before the end.
 *
 * @param options those of `readCsv`, and `size`, the number of rows
 * @throws ArgumentError when an option is wrong or classNames are missing; while it is read, DataError as `readCsv`
 * @see Shafranovich, RFC 4180: Common format and MIME type for comma-separated values (CSV) files, 2005
 * @example
 * ```ts
 * import { mkdtempSync, writeFileSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { streamCsv } from '@gradkit/data/node';
 *
 * const path = join(mkdtempSync(join(tmpdir(), 'csv-')), 'points.csv');
 * writeFileSync(path, 'a,b,kind\n1,2,rose\n3,4,lily\n5,6,rose\n');
 * const flowers = streamCsv(path, { labelColumn: 'kind', classNames: ['lily', 'rose'] });
 * for await (const { x, y } of flowers.batch(2)) console.log(x.toArray(), y.toArray()); // [[1, 2], [3, 4]] [1, 0], …
 * ```
 */
export function streamCsv(
  path: string,
  options: StreamCsvOptions & { readonly labelColumn: string | number },
): StreamDataset<'x' | 'y'>;
export function streamCsv(path: string, options?: StreamCsvOptions): StreamDataset<'x'>;
export function streamCsv(path: string, options: StreamCsvOptions = {}): StreamDataset<'x'> {
  checkPath('streamCsv', path);
  const where = `streamCsv (${path})`;
  const { size, ...csv } = options;
  checkCsvOptions(where, csv);
  checkStreamSize(where, size);
  const { labelColumn, labels = 'classes', classNames, dtype = 'float32' } = csv;
  const hasClasses = labelColumn !== undefined && labels === 'classes';
  if (hasClasses && classNames === undefined) {
    throw new ArgumentError(
      `${where}: a stream does not know all labels before its end. Give classNames, or labels: 'numbers'.`,
    );
  }
  const numberOf = labelReader(where, csv, classNames ?? []);
  const columnsOf = ({ features, label, line }: CsvRow): Columns => {
    const x = columnFrom(features, [features.length], dtype);
    if (label === undefined) return { x };
    return { x, y: columnFrom([numberOf(label, line)], [], hasClasses ? 'int32' : targetType(csv)) };
  };
  const known = { ...(size === undefined ? {} : { size }), ...(hasClasses && classNames ? { classNames } : {}) };
  return streamFrom(where, known, async function* (epoch, guard): AsyncGenerator<StreamRecord> {
    const reader = rowReader(where, csv);
    let index = 0;
    for await (const record of recordsOf(where, path, csv)) {
      const row = reader.read(record);
      if (row !== undefined)
        yield { columns: guard(`${where}: line ${row.line}`, columnsOf(row)), index: index++, epoch };
    }
    if (index === 0)
      throw new DataError(`${where}: the text has no ${reader.rows() > 0 ? 'complete rows' : 'rows of data'}.`);
  });
}

/** The records of a file; those of one piece of text are split at once. */
async function* recordsOf(where: string, path: string, options: CsvOptions): AsyncGenerator<CsvRecord> {
  let split: CsvRecord[] = [];
  const splitter = csvSplitter(where, options, (record) => split.push(record));
  const parser = parse(splitter.options);
  // What is wrong also comes back from writing.
  parser.on('error', () => {});
  for await (const text of textChunks(where, path)) {
    await settled(parser, (done) => parser.write(text, done)).catch(splitter.fail);
    yield* split;
    split = [];
  }
  await settled(parser, (done) => parser.end(done)).catch(splitter.fail);
  yield* split;
}

function settled(parser: Parser, action: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    // Ending a parser that has failed does not call back.
    parser.once('error', reject);
    action((error) => {
      parser.off('error', reject);
      if (error) reject(error);
      else resolve();
    });
  });
}
