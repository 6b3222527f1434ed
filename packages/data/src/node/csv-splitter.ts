import { DataError } from '@gradkit/core';
import { CsvError, type InfoRecord, type Options } from 'csv-parse';
import type { CsvOptions } from '../csv-options.ts';
import type { CsvRecord } from '../csv-records.ts';

/** What went wrong, in our words, by the code of csv-parse. */
const problems: { readonly [code: string]: string } = {
  CSV_QUOTE_NOT_CLOSED: 'a quoted field does not end. Quotes inside a quoted field are doubled.',
  CSV_INVALID_CLOSING_QUOTE: 'something follows a closing quote. Quotes inside a quoted field are doubled.',
  INVALID_OPENING_QUOTE: 'a quote inside a field that is not quoted. Quote the field and double the quote.',
};

/** How csv-parse has to read records, and what its errors mean. */
export interface Splitter {
  readonly options: Options;
  /** Rethrows foreign errors as a `DataError` with the line. */
  fail(error: unknown): never;
}

/**
 * Splits text into records with csv-parse, after RFC 4180 and as strictly as `csvRecords`; each record goes to `add`. `where`
 * names the function that the user called, and the file; options are checked.
 */
export function csvSplitter(where: string, options: CsvOptions, add: (record: CsvRecord) => void): Splitter {
  const { delimiter = ',', maxColumns = 1e5, maxFieldLength = 1e4 } = options;
  // csv-parse counts a line break within quotes twice if it is a carriage return and a line feed.
  let surplus = 0;
  const take = (fields: string[], { lines }: InfoRecord): null => {
    let breaks = 0;
    let returns = 0;
    for (const field of fields) {
      if (!field.includes('\n') && !field.includes('\r')) continue;
      const here = field.split('\r').length - 1;
      returns += here;
      breaks += here + field.split('\n').length - 1;
    }
    const line = lines - surplus - breaks;
    surplus += returns;
    if (fields.length > maxColumns) {
      throw new DataError(`${where}: line ${line}: more than ${maxColumns} columns. Raise maxColumns.`);
    }
    if (fields.some((field) => field.length > maxFieldLength)) {
      throw new DataError(
        `${where}: line ${line}: a field has more than ${maxFieldLength} characters. Raise maxFieldLength.`,
      );
    }
    add({ fields, line });
    return null;
  };
  return {
    options: {
      bom: true,
      delimiter,
      record_delimiter: ['\n', '\r\n'],
      relax_column_count: true,
      skip_empty_lines: true,
      // Against quotes that never end in files that are larger than memory.
      max_record_size: Math.max(2 ** 24, 2 * maxFieldLength),
      on_record: take,
    },
    fail(error) {
      if (!(error instanceof CsvError)) throw error;
      const line = Number(error['lines']) - surplus;
      const problem =
        error.code === 'CSV_MAX_RECORD_SIZE'
          ? `a record has more than ${Math.max(2 ** 24, 2 * maxFieldLength)} characters.`
          : (problems[error.code] ?? error.message);
      throw new DataError(`${where}: line ${line}: ${problem}`);
    },
  };
}
