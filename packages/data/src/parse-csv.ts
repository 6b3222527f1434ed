import { ArgumentError, checkOptions, DataError, type DType, describe } from '@gradkit/core';
import { checkDType, columnFrom } from './column.ts';
import { type CsvRecord, csvRecords } from './csv-records.ts';
import { parseNumber, sortedLabels } from './csv-values.ts';
import { type Dataset, datasetOf } from './dataset.ts';
import { checkChoice } from './option-checks.ts';
import { checkInteger } from './permutation.ts';

/** Options of {@link parseCsv}. */
export interface CsvOptions {
  /** Whether the first record names the columns; default true. */
  readonly header?: boolean;
  /** One character between fields; default a comma. */
  readonly delimiter?: string;
  /** The columns of `x`, by name or position from 0 (negative from the end); default all but the label column. */
  readonly columns?: readonly (string | number)[];
  /** The column of `y`, by name or position (−1 is the last); default none. */
  readonly labelColumn?: string | number;
  /** `'classes'` turns labels into class ids, `'numbers'` reads regression targets; default `'classes'`. */
  readonly labels?: 'classes' | 'numbers';
  /** Labels in the order of their ids; default the labels that occur, sorted (numbers by value). */
  readonly classNames?: readonly string[];
  /** Element type of `x`; default float32. */
  readonly dtype?: DType;
  /** What a missing value does: `'error'`, `'nan'` (not for labels) or `'skip'` (leaves the row out); default `'error'`. */
  readonly missing?: 'error' | 'nan' | 'skip';
  /** Texts that stand for a missing value; default the empty field. */
  readonly missingValues?: readonly string[];
  /** Refuses more rows; default 10 million. */
  readonly maxRows?: number;
  /** Refuses wider rows; default 100,000. */
  readonly maxColumns?: number;
  /** Refuses longer fields, in UTF-16 units; default 10,000. */
  readonly maxFieldLength?: number;
}

/**
 * A data set from CSV text: numbers as `x` [columns], and the label column as `y`.
 *
 * Reads RFC 4180: quoted fields, LF or CRLF, blank lines skipped. Numbers are decimal, spaces around them allowed; nothing
 * else is guessed. Every row must have as many fields as the first record.
 *
 * @throws DataError with the line number when a row, a quote or a value is not what it should be, or a limit is exceeded;
 * ArgumentError when an option or a column name is wrong
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
  return csvDataset('parseCsv', text, options);
}

const known: readonly (keyof CsvOptions)[] = [
  'header',
  'delimiter',
  'columns',
  'labelColumn',
  'labels',
  'classNames',
  'dtype',
  'missing',
  'missingValues',
  'maxRows',
  'maxColumns',
  'maxFieldLength',
];

/** `where` names the function that the user called, and the file. */
export function csvDataset(where: string, text: string, options: CsvOptions): Dataset<'x'> {
  checkCsvOptions(where, text, options);
  const { header = true, delimiter = ',', dtype = 'float32', labels = 'classes', missing = 'error' } = options;
  const { missingValues = [''], maxRows = 1e7, maxColumns = 1e5, maxFieldLength = 1e4 } = options;

  const values: number[] = [];
  const targets: string[] = [];
  const targetLines: number[] = [];
  let layout: Layout | undefined;
  let rows = 0;

  for (const record of csvRecords(where, text, { delimiter, maxColumns, maxFieldLength })) {
    const { fields, line } = record;
    const isHeader = layout === undefined && header;
    layout ??= layoutOf(where, record, options);
    if (isHeader) continue;
    if (fields.length !== layout.width) {
      throw new DataError(
        `${where}: line ${line} has ${fields.length} fields, but the first line has ${layout.width}.`,
      );
    }
    if (++rows > maxRows) throw new DataError(`${where}: line ${line}: more than ${maxRows} rows. Raise maxRows.`);

    const isMissing = (column: number): boolean => missingValues.includes((fields[column] as string).trim());
    const used = layout.label === undefined ? layout.features : [...layout.features, layout.label];
    if (missing === 'skip' && used.some(isMissing)) continue;
    const fail = (column: number, problem: string): DataError =>
      new DataError(`${where}: line ${line}, column ${(layout as Layout).nameOf(column)}: ${problem}.`);

    for (const column of layout.features) {
      const field = fields[column] as string;
      const value = isMissing(column) ? NaN : parseNumber(field, dtype);
      if (typeof value === 'string') throw fail(column, `${describe(field)} ${value}`);
      if (missing === 'error' && Number.isNaN(value)) {
        throw fail(column, "the value is missing. Set missing to 'nan' or 'skip'");
      }
      values.push(value);
    }
    if (layout.label !== undefined) {
      if (isMissing(layout.label)) throw fail(layout.label, "the label is missing. Set missing to 'skip'");
      targets.push(fields[layout.label] as string);
      targetLines.push(line);
    }
  }

  if (layout === undefined || values.length === 0) {
    throw new DataError(`${where}: the text has no ${rows > 0 ? 'complete rows' : 'rows of data'}.`);
  }
  const { features, names } = layout;
  const x = columnFrom(values, [features.length], dtype);
  const info = { featureNames: names && features.map((column) => names[column] as string) };
  if (layout.label === undefined) return datasetOf(where, { x }, info);

  const fail = (row: number, problem: string): DataError =>
    new DataError(`${where}: line ${targetLines[row]}: the label ${describe(targets[row])} ${problem}.`);
  if (labels === 'numbers') {
    const type = dtype === 'float64' ? 'float64' : 'float32';
    const numbers = targets.map((target, row) => {
      const value = parseNumber(target, type);
      if (typeof value === 'string') throw fail(row, value);
      return value;
    });
    return datasetOf(where, { x, y: columnFrom(numbers, [], type) }, info);
  }
  const classNames = options.classNames ?? sortedLabels(targets);
  const ids = new Map(classNames.map((name, id) => [name, id]));
  const y = targets.map((target, row) => {
    const id = ids.get(target);
    if (id === undefined) throw fail(row, `is not one of the classNames ${classNames.join(', ')}`);
    return id;
  });
  return datasetOf(where, { x, y: columnFrom(y, [], 'int32') }, { ...info, classNames });
}

/** Which columns hold what. */
interface Layout {
  readonly width: number;
  readonly names: readonly string[] | undefined;
  readonly features: readonly number[];
  readonly label: number | undefined;
  readonly nameOf: (column: number) => string;
}

function layoutOf(where: string, { fields, line }: CsvRecord, options: CsvOptions): Layout {
  const { header = true, columns, labelColumn } = options;
  const width = fields.length;
  const names = header ? fields : undefined;
  const twice = names?.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new DataError(`${where}: line ${line}: the header names column ${describe(twice)} twice.`);
  const position = (column: string | number): number => {
    if (typeof column === 'string') {
      const at = names?.indexOf(column) ?? -1;
      if (at >= 0) return at;
      const way = names === undefined ? 'There is no header: use positions.' : `The header has ${names.join(', ')}.`;
      throw new ArgumentError(`${where}: there is no column ${describe(column)}. ${way}`);
    }
    checkInteger(where, 'a column position', column, -width, width - 1);
    return column < 0 ? column + width : column;
  };
  const label = labelColumn === undefined ? undefined : position(labelColumn);
  const features = columns?.map(position) ?? fields.map((_, i) => i).filter((i) => i !== label);
  if (features.length === 0) throw new ArgumentError(`${where}: no columns are left for x.`);
  if (label !== undefined && features.includes(label)) {
    throw new ArgumentError(`${where}: the label column is also one of the columns of x.`);
  }
  return { width, names, features, label, nameOf: (i) => (names === undefined ? `${i}` : describe(names[i])) };
}

function checkCsvOptions(where: string, text: unknown, options: CsvOptions): void {
  if (typeof text !== 'string')
    throw new ArgumentError(`${where}: expected the text of a CSV file, got ${describe(text)}.`);
  checkOptions(where, options, known);
  const { delimiter = ',', labels = 'classes', missing = 'error', dtype = 'float32' } = options;
  checkDType(where, dtype);
  if (typeof delimiter !== 'string' || delimiter.length !== 1 || '"\r\n'.includes(delimiter)) {
    throw new ArgumentError(
      `${where}: delimiter must be one character other than a quote or line break, got ${describe(delimiter)}.`,
    );
  }
  checkChoice(where, 'labels', labels, ['classes', 'numbers']);
  checkChoice(where, 'missing', missing, ['error', 'nan', 'skip']);
  if (missing === 'nan' && dtype !== 'float32' && dtype !== 'float64') {
    throw new ArgumentError(`${where}: missing: 'nan' needs a floating-point dtype, and ${dtype} has no NaN.`);
  }
  if (options.classNames !== undefined && labels === 'numbers') {
    throw new ArgumentError(`${where}: labels: 'numbers' have no classNames. Leave one of the two out.`);
  }
  for (const limit of ['maxRows', 'maxColumns', 'maxFieldLength'] as const) {
    if (options[limit] !== undefined) checkInteger(where, limit, options[limit], 1, Number.MAX_SAFE_INTEGER);
  }
}
