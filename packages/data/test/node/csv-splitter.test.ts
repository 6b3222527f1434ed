import { DataError } from '@gradkit/core';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvRecord, csvRecords } from '../../src/csv-records.ts';
import { csvSplitter } from '../../src/node/csv-splitter.ts';

const split = (text: string, options = {}): CsvRecord[] => {
  const records: CsvRecord[] = [];
  const splitter = csvSplitter('test', options, (record) => records.push(record));
  try {
    parse(text, splitter.options);
  } catch (error) {
    splitter.fail(error);
  }
  return records;
};
const outcome = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    return 'an error';
  }
};

describe('csvSplitter', () => {
  it('splits any text as our own reader of text in memory, or refuses it as that does', () => {
    const syntax = { delimiter: ',', maxColumns: 100, maxFieldLength: 1000 };
    const noise = fc.array(fc.constantFrom('a', '1', ',', '"', '""', '"b"', '\n', '\r\n', ' ', '\u{1F600}'), {
      maxLength: 25,
    });
    fc.assert(
      fc.property(noise, fc.boolean(), (parts, mark) => {
        const text = (mark ? '\uFEFF' : '') + parts.join('');
        const expected = outcome(() => [...csvRecords('test', text, syntax)]);
        expect(outcome(() => split(text))).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['a,b\n1,2\n\n"x\ny",3\n4,5', [1, 2, 4, 6]],
    ['a\r\n"x\r\ny\rz"\r\nb\r\n', [1, 2, 4]],
  ])('counts lines of %j', (text, lines) => {
    expect(split(text).map(({ line }) => line)).toEqual(lines);
  });

  it.each([
    ['a\n"b\nc', /test: line 3: a quoted field does not end/],
    ['x\n"a"b,c', /line 2: something follows a closing quote/],
    ['a,b"c', /line 1: a quote inside a field that is not quoted/],
    ['"x\r\ny"\na"', /line 3: a quote inside/],
  ])('says what is wrong with %j, and where', (text, message) => {
    expect(() => split(text)).toThrow(DataError);
    expect(() => split(text)).toThrow(message);
  });

  it('stops at its limits', () => {
    expect(split('1;2;3', { delimiter: ';', maxColumns: 3, maxFieldLength: 1 })).toHaveLength(1);
    expect(() => split('a\n1,2,3,4', { maxColumns: 3 })).toThrow(/line 2: more than 3 columns. Raise maxColumns/);
    expect(() => split('abc\n"ab""d"', { maxFieldLength: 3 })).toThrow(/line 2: a field has more than 3 characters/);
    expect(() => split(`a\n"${'x'.repeat(2 ** 24 + 10)}`)).toThrow(
      /line 2: a record has more than 16777216 characters/,
    );
  });

  it('leaves errors of others as they are', () => {
    const splitter = csvSplitter('test', {}, () => {
      throw new RangeError('mine');
    });
    expect(() => parse('a', splitter.options)).toThrow(RangeError);
    expect(() => splitter.fail(new RangeError('mine'))).toThrow(RangeError);
  });
});
