import { parse } from 'csv-parse/sync';
import { type CsvOptions, checkCsvOptions } from '../csv-options.ts';
import type { Dataset } from '../dataset.ts';
import { csvCollector } from '../parse-csv.ts';
import { csvSplitter } from './csv-splitter.ts';
import { attempt, type FileOptions, readFile } from './read-file.ts';

/**
 * A data set from a CSV file in UTF-8, plain or compressed with gzip; the options are those of `parseCsv`, and `maxBytes`.
 *
 * For files that are larger than memory there is `streamCsv`.
 *
 * @throws DataError when the file cannot be read, or as `parseCsv`
 * @example
 * ```ts
 * import { mkdtempSync, writeFileSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { readCsv } from '@gradkit/data/node';
 *
 * const path = join(mkdtempSync(join(tmpdir(), 'csv-')), 'points.csv');
 * writeFileSync(path, 'a,b,target\n1,2,0.5\n3,4,0.25\n');
 * console.log(readCsv(path, { labelColumn: 'target', labels: 'numbers' }).y.toArray()); // [0.5, 0.25]
 * ```
 */
export function readCsv(
  path: string,
  options: CsvOptions & FileOptions & { readonly labelColumn: string | number },
): Dataset<'x' | 'y'>;
export function readCsv(path: string, options?: CsvOptions & FileOptions): Dataset<'x'>;
export function readCsv(path: string, options: CsvOptions & FileOptions = {}): Dataset<'x'> {
  const { maxBytes, ...csv } = options;
  const bytes = readFile('readCsv', path, maxBytes);
  const text = attempt(`readCsv: ${path} is not UTF-8`, () => new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  const where = `readCsv (${path})`;
  checkCsvOptions(where, csv);
  const collector = csvCollector(where, csv);
  const splitter = csvSplitter(where, csv, collector.add);
  try {
    parse(text, splitter.options);
  } catch (error) {
    splitter.fail(error);
  }
  return collector.dataset();
}
