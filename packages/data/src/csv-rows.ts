import { ArgumentError, DataError, describe } from '@gradkit/core';
import type { CsvOptions } from './csv-options.ts';
import type { CsvRecord } from './csv-records.ts';
import { parseNumber } from './csv-values.ts';
import { checkInteger } from './permutation.ts';

/** One row of data. */
export interface CsvRow {
  readonly features: readonly number[];
  /** The text of the label, if there is a label column. */
  readonly label: string | undefined;
  readonly line: number;
}

/** Turns records into rows, one after the other; the first record says which columns there are. */
export interface RowReader {
  /** Undefined for the header, and for a row that is left out. */
  read(record: CsvRecord): CsvRow | undefined;
  /** How many columns `x` has, and their names if there is a header; undefined before the first record. */
  features(): { readonly length: number; readonly names: readonly string[] | undefined } | undefined;
  /** How many rows there were so far, also those left out. */
  rows(): number;
}

/** `where` names the function that the user called, and the file; options are checked. */
export function rowReader(where: string, options: CsvOptions): RowReader {
  const { header = true, dtype = 'float32', missing = 'error', missingValues = [''], maxRows = 1e7 } = options;
  let layout: Layout | undefined;
  let rows = 0;
  return {
    read(record) {
      const { fields, line } = record;
      const isHeader = layout === undefined && header;
      layout ??= layoutOf(where, record, options);
      if (isHeader) return undefined;
      const { width, features, label, nameOf } = layout;
      if (fields.length !== width) {
        throw new DataError(`${where}: line ${line} has ${fields.length} fields, but the first line has ${width}.`);
      }
      if (++rows > maxRows) throw new DataError(`${where}: line ${line}: more than ${maxRows} rows. Raise maxRows.`);

      const isMissing = (column: number): boolean => missingValues.includes((fields[column] as string).trim());
      const used = label === undefined ? features : [...features, label];
      if (missing === 'skip' && used.some(isMissing)) return undefined;
      const fail = (column: number, problem: string): DataError =>
        new DataError(`${where}: line ${line}, column ${nameOf(column)}: ${problem}.`);
      const values = features.map((column) => {
        const field = fields[column] as string;
        const value = isMissing(column) ? NaN : parseNumber(field, dtype);
        if (typeof value === 'string') throw fail(column, `${describe(field)} ${value}`);
        if (missing === 'error' && Number.isNaN(value)) {
          throw fail(column, "the value is missing. Set missing to 'nan' or 'skip'");
        }
        return value;
      });
      if (label === undefined) return { features: values, label, line };
      if (isMissing(label)) throw fail(label, "the label is missing. Set missing to 'skip'");
      return { features: values, label: fields[label] as string, line };
    },
    features() {
      if (layout === undefined) return undefined;
      const { names, features } = layout;
      return { length: features.length, names: names && features.map((column) => names[column] as string) };
    },
    rows: () => rows,
  };
}

/** The number that a label stands for: a class id or a target. */
export function labelReader(
  where: string,
  options: CsvOptions,
  classNames: readonly string[],
): (label: string, line: number) => number {
  const fail = (label: string, line: number, problem: string): DataError =>
    new DataError(`${where}: line ${line}: the label ${describe(label)} ${problem}.`);
  if (options.labels === 'numbers') {
    const type = targetType(options);
    return (label, line) => {
      const value = parseNumber(label, type);
      if (typeof value === 'string') throw fail(label, line, value);
      return value;
    };
  }
  const ids = new Map(classNames.map((name, id) => [name, id]));
  return (label, line) => {
    const id = ids.get(label);
    if (id === undefined) throw fail(label, line, `is not one of the classNames ${classNames.join(', ')}`);
    return id;
  };
}

/** Element type of regression targets. */
export function targetType({ dtype }: CsvOptions): 'float32' | 'float64' {
  return dtype === 'float64' ? 'float64' : 'float32';
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
