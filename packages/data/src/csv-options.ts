import { ArgumentError, checkFlags, checkOptions, type DType, describe } from '@gradkit/core';
import { checkDType } from './column.ts';
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

/** Throws unless the options fit each other. */
export function checkCsvOptions(where: string, options: CsvOptions): void {
  checkOptions(where, options, known);
  const { delimiter = ',', labels = 'classes', missing = 'error', dtype = 'float32', header = true } = options;
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
  for (const [option, list] of Object.entries({ columns: options.columns, missingValues: options.missingValues })) {
    if (list === undefined || Array.isArray(list)) continue;
    throw new ArgumentError(`${where}: ${option} must be a list, got ${describe(list)}.`);
  }
  checkFlags(where, { header });
  for (const limit of ['maxRows', 'maxColumns', 'maxFieldLength'] as const) {
    if (options[limit] !== undefined) checkInteger(where, limit, options[limit], 1, Number.MAX_SAFE_INTEGER);
  }
}
