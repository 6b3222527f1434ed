import { DataError } from '@gradkit/core';

/** One record of a CSV text and the line it starts on, counted from 1. */
export interface CsvRecord {
  readonly fields: readonly string[];
  readonly line: number;
}

/** How to read records, all of it checked by the caller. */
export interface CsvSyntax {
  readonly delimiter: string;
  readonly maxColumns: number;
  readonly maxFieldLength: number;
}

/**
 * The records of a CSV text after RFC 4180: fields may be quoted with `"`, and then hold delimiters, line breaks and
 * doubled quotes. Lines end with LF or CRLF; blank lines are skipped; a byte order mark is ignored.
 *
 * Source: Y. Shafranovich, RFC 4180, 2005.
 */
export function* csvRecords(where: string, text: string, syntax: CsvSyntax): Generator<CsvRecord> {
  const { delimiter, maxColumns, maxFieldLength } = syntax;
  const end = text.length;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;

  const fail = (problem: string, on: number = line): DataError => new DataError(`${where}: line ${on}: ${problem}`);
  const checkLength = (length: number): void => {
    if (length > maxFieldLength)
      throw fail(`a field has more than ${maxFieldLength} characters. Raise maxFieldLength.`);
  };

  const quoted = (): string => {
    const opened = line;
    let value = '';
    for (;;) {
      const close = text.indexOf('"', at + 1);
      if (close < 0) throw fail('a quoted field does not end. Quotes inside a quoted field are doubled.', opened);
      checkLength(value.length + close - at - 1);
      value += text.slice(at + 1, close);
      at = close + 1;
      if (text[at] !== '"') break;
      checkLength(value.length + 1);
      value += '"';
    }
    for (let i = value.indexOf('\n'); i >= 0; i = value.indexOf('\n', i + 1)) line++;
    if (at < end && text[at] !== delimiter && !atLineEnd()) {
      throw fail(`${JSON.stringify(text[at])} follows a closing quote. Quotes inside a quoted field are doubled.`);
    }
    return value;
  };

  const unquoted = (): string => {
    const start = at;
    while (at < end && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') {
      if (text[at] === '"')
        throw fail('a quote inside a field that is not quoted. Quote the field and double the quote.');
      at++;
    }
    checkLength(at - start);
    return text.slice(start, at);
  };

  const atLineEnd = (): boolean => text[at] === '\n' || (text[at] === '\r' && text[at + 1] === '\n');

  while (at < end) {
    const first = line;
    const fields: string[] = [];
    const blank = atLineEnd();
    for (;;) {
      if (fields.length === maxColumns) throw fail(`more than ${maxColumns} columns. Raise maxColumns.`);
      fields.push(text[at] === '"' ? quoted() : unquoted());
      if (text[at] !== delimiter) break;
      at++;
    }
    if (at < end) {
      if (!atLineEnd()) throw fail('a carriage return without a line feed. Lines end with LF or CRLF.');
      at += text[at] === '\r' ? 2 : 1;
      line++;
    }
    if (!blank) yield { fields, line: first };
  }
}
