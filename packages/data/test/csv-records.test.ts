import { DataError } from '@gradkit/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRecords } from '../src/csv-records.ts';

const syntax = { delimiter: ',', maxColumns: 100, maxFieldLength: 1000 };
const records = (text: string, options = {}): (readonly string[])[] =>
  [...csvRecords('test', text, { ...syntax, ...options })].map(({ fields }) => fields);
const lines = (text: string): number[] => [...csvRecords('test', text, syntax)].map(({ line }) => line);

/** Writes a field as RFC 4180 asks for. */
const quote = (field: string): string => `"${field.replaceAll('"', '""')}"`;

describe('csvRecords', () => {
  it('reads the examples of RFC 4180, section 2', () => {
    expect(records('aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n')).toEqual([
      ['aaa', 'bbb', 'ccc'],
      ['zzz', 'yyy', 'xxx'],
    ]);
    expect(records('aaa,bbb,ccc\r\nzzz,yyy,xxx')).toEqual(records('aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n'));
    expect(records('"aaa","bbb","ccc"\r\nzzz,yyy,xxx')).toEqual(records('aaa,bbb,ccc\r\nzzz,yyy,xxx'));
    expect(records('"aaa","b\r\nbb","ccc"\r\nzzz,yyy,xxx')).toEqual([
      ['aaa', 'b\r\nbb', 'ccc'],
      ['zzz', 'yyy', 'xxx'],
    ]);
    expect(records('"aaa","b""bb","ccc"')).toEqual([['aaa', 'b"bb', 'ccc']]);
  });

  it('keeps spaces and empty fields', () => {
    expect(records(' a , b\n,\n"",""\n')).toEqual([
      [' a ', ' b'],
      ['', ''],
      ['', ''],
    ]);
  });

  it('skips blank lines, ignores a byte order mark, and counts lines', () => {
    const text = '\uFEFFa,b\n\n\r\n"1\n2\n3",4\n5,6\n\n';
    expect(records(text)).toEqual([
      ['a', 'b'],
      ['1\n2\n3', '4'],
      ['5', '6'],
    ]);
    expect(lines(text)).toEqual([1, 4, 7]);
    expect(records('')).toEqual([]);
    expect(records('\n\r\n')).toEqual([]);
  });

  it('takes other delimiters', () => {
    expect(records('a,b;c\n"d;""";e,', { delimiter: ';' })).toEqual([
      ['a,b', 'c'],
      ['d;"', 'e,'],
    ]);
  });

  it('reads back whatever is written with quotes', () => {
    const field = fc.string({
      unit: fc.constantFrom('a', '1', ' ', ',', '"', '\n', '\r', 'é', '\u{1F600}'),
      maxLength: 8,
    });
    const table = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), fc.boolean(), (rows, end, last) => {
        const text = rows.map((row) => row.map(quote).join(',')).join(end) + (last && rows.length > 0 ? end : '');
        expect(records(text)).toEqual(rows);
      }),
    );
  });

  it.each([
    ['a,"b\nc', /line 1: a quoted field does not end/],
    ['x\n"a"b,c', /line 2: "b" follows a closing quote/],
    ['a,b"c', /line 1: a quote inside a field that is not quoted/],
    ['a\rb', /line 1: a carriage return without a line feed/],
    ['"a"\r', /line 1: "\\r" follows a closing quote/],
  ])('refuses %j', (text, message) => {
    expect(() => records(text)).toThrow(DataError);
    expect(() => records(text)).toThrow(message);
  });

  it('stops at its limits, also inside quotes', () => {
    expect(records('1,2,3\n', { maxColumns: 3 })).toEqual([['1', '2', '3']]);
    expect(() => records('1,2,3,4', { maxColumns: 3 })).toThrow(/line 1: more than 3 columns. Raise maxColumns/);
    expect(records('abc,"a""b"', { maxFieldLength: 3 })).toEqual([['abc', 'a"b']]);
    for (const text of ['abcd', '"abcd"', '"ab""c"', '"abc"""']) {
      expect(() => records(text, { maxFieldLength: 3 })).toThrow(/more than 3 characters. Raise maxFieldLength/);
    }
  });

  it('takes any text, or says what is wrong with it', () => {
    const noise = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ';'), maxLength: 30 });
    fc.assert(
      fc.property(noise, (text) => {
        let fields: string[];
        try {
          fields = records(text).flat();
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
          return;
        }
        // Nothing is lost and nothing invented: only delimiters, quotes and line ends disappear.
        const letters = (s: string): string => s.replaceAll(/[^a;]/g, '');
        expect(letters(fields.join(''))).toBe(letters(text));
      }),
      { numRuns: 1000 },
    );
  });
});
