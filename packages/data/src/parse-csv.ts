import { ArgumentError, DataError, describe } from '@gradkit/core';
import { columnFrom } from './column.ts';
import { type CsvOptions, checkCsvOptions } from './csv-options.ts';
import { type CsvRecord, csvRecords } from './csv-records.ts';
import { labelReader, rowReader, targetType } from './csv-rows.ts';
import { sortedLabels } from './csv-values.ts';
import { type Dataset, datasetOf } from './dataset.ts';

/**
 * A data set from CSV text: numbers as `x` [columns], and the label column as `y`.
 *
 * Reads RFC 4180: quoted fields, LF or CRLF, blank lines skipped. Numbers are decimal, spaces around them allowed; nothing
 * else is guessed. Every row must have as many fields as the first record.
 *
 * @throws DataError with the line number when a row, a quote or a value is not what it should be, or a limit is exceeded;
 * ArgumentError when an option or a column name is wrong
 * @see Shafranovich, RFC 4180: Common format and MIME type for comma-separated values (CSV) files, 2005
 * @example
 * ```ts
 * import { parseCsv } from '@gradkit/data';
 *
 * const flowers = parseCsv('width,height,kind\n1.5,2,rose\n0.5,3,"lily, white"\n', { labelColumn: 'kind' });
 * console.log(flowers.x.toArray(), flowers.y.toArray(), flowers.classNames); // … [1, 0] ['lily, white', 'rose']
 * ```
 */
export function parseCsv(
  text: string,
  options: CsvOptions & { readonly labelColumn: string | number },
): Dataset<'x' | 'y'>;
export function parseCsv(text: string, options?: CsvOptions): Dataset<'x'>;
export function parseCsv(text: string, options: CsvOptions = {}): Dataset<'x'> {
  if (typeof text !== 'string') {
    throw new ArgumentError(`parseCsv: expected the text of a CSV file, got ${describe(text)}.`);
  }
  checkCsvOptions('parseCsv', options);
  const { delimiter = ',', maxColumns = 1e5, maxFieldLength = 1e4 } = options;
  const collector = csvCollector('parseCsv', options);
  for (const record of csvRecords('parseCsv', text, { delimiter, maxColumns, maxFieldLength })) collector.add(record);
  return collector.dataset();
}

/** Makes a data set of records; `where` names the function that the user called, and the file; options are checked. */
export function csvCollector(
  where: string,
  options: CsvOptions,
): { add(record: CsvRecord): void; dataset(): Dataset<'x'> } {
  const { dtype = 'float32' } = options;
  const reader = rowReader(where, options);
  const values: number[] = [];
  const labels: string[] = [];
  const lines: number[] = [];
  return {
    add(record) {
      const row = reader.read(record);
      if (row === undefined) return;
      for (const value of row.features) values.push(value);
      if (row.label === undefined) return;
      labels.push(row.label);
      lines.push(row.line);
    },
    dataset() {
      const features = reader.features();
      if (features === undefined || values.length === 0) {
        throw new DataError(`${where}: the text has no ${reader.rows() > 0 ? 'complete rows' : 'rows of data'}.`);
      }
      const x = columnFrom(values, [features.length], dtype);
      const info = { featureNames: features.names };
      if (labels.length === 0) return datasetOf(where, { x }, info);

      const isNumber = options.labels === 'numbers';
      const classNames = isNumber ? undefined : (options.classNames ?? sortedLabels(labels));
      const numberOf = labelReader(where, options, classNames ?? []);
      const y = labels.map((label, row) => numberOf(label, lines[row] as number));
      return datasetOf(
        where,
        { x, y: columnFrom(y, [], isNumber ? targetType(options) : 'int32') },
        { ...info, classNames },
      );
    },
  };
}
