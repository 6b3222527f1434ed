import { ArgumentError, DataError, DTypeError } from '@gradkit/core';
import { type CsvOptions, type Dataset, parseCsv } from '@gradkit/data';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';

const flowers = 'width,height,kind\n1.5,2,rose\n-3,4e-1,lily\n.5,+6.,rose\n';

describe('parseCsv', () => {
  it('reads numbers as x and labels as class ids, sorted', () => {
    const data = parseCsv(flowers, { labelColumn: 'kind' });
    expectTypeOf(data).toEqualTypeOf<Dataset<'x' | 'y'>>();
    expect(data.x.dtype).toBe('float32');
    expect(data.x.toArray()).toEqual([
      [1.5, 2],
      [-3, Math.fround(0.4)],
      [0.5, 6],
    ]);
    expect(data.y.dtype).toBe('int32');
    expect(data.y.toArray()).toEqual([1, 0, 1]);
    expect(data.classNames).toEqual(['lily', 'rose']);
    expect(data.featureNames).toEqual(['width', 'height']);
  });

  it('sorts labels that are numbers by value', () => {
    expect(parseCsv('1,10\n1,9\n1,10\n', { header: false, labelColumn: -1 }).classNames).toEqual(['9', '10']);
  });

  it('takes class names in a given order and refuses others', () => {
    const classNames = ['rose', 'lily', 'tulip'];
    expect(parseCsv(flowers, { labelColumn: 'kind', classNames }).y.toArray()).toEqual([0, 1, 0]);
    expect(() => parseCsv(flowers, { labelColumn: 'kind', classNames: ['rose'] })).toThrow(
      /line 3: the label "lily" is not one of the classNames rose/,
    );
  });

  it('reads regression targets', () => {
    const data = parseCsv('a,b\n1,0.1\n2,-7\n', { labelColumn: 'b', labels: 'numbers', dtype: 'float64' });
    expect(data.y.dtype).toBe('float64');
    expect(data.y.toArray()).toEqual([0.1, -7]);
    expect(data.classNames).toBeUndefined();
    expect(() => parseCsv(flowers, { labelColumn: 'kind', labels: 'numbers' })).toThrow(
      /line 2: the label "rose" is not a number/,
    );
  });

  it('reads x alone', () => {
    const data = parseCsv('1,2\n3,4\n', { header: false });
    expectTypeOf(data).toEqualTypeOf<Dataset<'x'>>();
    expect(data.x.toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(data.featureNames).toBeUndefined();
    expect(Object.keys(data.fields)).toEqual(['x']);
  });

  it('chooses and orders columns by name or position', () => {
    expect(parseCsv(flowers, { columns: ['height', 0] }).x.toArray()[0 as never]).toEqual([2, 1.5]);
    expect(parseCsv('a,1,2\nb,3,4\n', { header: false, columns: [-1], labelColumn: 0 }).x.toArray()).toEqual([
      [2],
      [4],
    ]);
  });

  it('reads every decimal as JavaScript does', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), (values) => {
        const data = parseCsv(values.join('\n'), { header: false, dtype: 'float64' });
        expect([...data.x.dataSync()]).toEqual(values.map((value) => value || 0));
      }),
    );
  });

  it.each([
    ['abc', 'float32', /"abc" is not a number/],
    ['1.5.2', 'float32', /"1.5.2" is not a number/],
    ['0x10', 'float32', /not a number/],
    ['Infinity', 'float32', /not a number/],
    ['NaN', 'float32', /not a number/],
    ['1_000', 'float32', /not a number/],
    ['1e', 'float32', /not a number/],
    ['.', 'float32', /not a number/],
    ['1e39', 'float32', /outside the range of float32/],
    ['1e309', 'float64', /outside the range of float64/],
    ['1.5', 'int32', /not a whole number, which int32 needs/],
    ['2147483648', 'int32', /outside the range of int32/],
    ['-1', 'uint32', /outside the range of uint32/],
    ['256', 'uint8', /outside the range of uint8/],
    ['2', 'bool', /outside the range of bool/],
  ] as const)('refuses the value %s as %s', (value, dtype, message) => {
    const read = () => parseCsv(`a,b\n1,1\n1,${value}\n`, { dtype });
    expect(read).toThrow(DataError);
    expect(read).toThrow(message);
    expect(read).toThrow(/line 3, column "b"/);
  });

  it('lets the user decide about missing values', () => {
    const text = 'a,b,c\n1,2,x\n,3,y\n4,?,\n5,6,y\n';
    const how: CsvOptions = { missingValues: ['', '?'] };
    expect(() => parseCsv(text, { ...how, columns: ['a'] })).toThrow(
      /line 3, column "a": the value is missing. Set missing to 'nan' or 'skip'/,
    );
    expect(parseCsv(text, { ...how, columns: ['a', 'b'], missing: 'nan' }).x.toArray()).toEqual([
      [1, 2],
      [NaN, 3],
      [4, NaN],
      [5, 6],
    ]);
    const complete = parseCsv(text, { ...how, labelColumn: 'c', missing: 'skip' });
    expect([complete.x.toArray(), complete.y.toArray()]).toEqual([
      [
        [1, 2],
        [5, 6],
      ],
      [0, 1],
    ]);
    expect(() => parseCsv(text, { ...how, columns: [1], labelColumn: 2, missing: 'nan' })).toThrow(
      /line 4, column "c": the label is missing/,
    );
  });

  it.each<[string, string, CsvOptions, new (message: string) => Error, RegExp]>([
    ['a short row', 'a,b\n1,2\n3\n', {}, DataError, /line 3 has 1 fields, but the first line has 2/],
    ['a long row', '1,2\n\n3,4,5\n', { header: false }, DataError, /line 3 has 3 fields/],
    ['empty text', '', {}, DataError, /no rows of data/],
    [
      'one text of missing values',
      'a\n1\n',
      { missingValues: 'NA' as never },
      ArgumentError,
      /missingValues must be a list/,
    ],
    ['one column that is no list', 'a\n1\n', { columns: 'a' as never }, ArgumentError, /columns must be a list/],
    ['a header that is no flag', 'a\n1\n', { header: 'no' as never }, ArgumentError, /header/],
    ['a header alone', 'a,b\n', {}, DataError, /no rows of data/],
    ['only incomplete rows', 'a,b\n,1\n', { missing: 'skip' }, DataError, /no complete rows/],
    ['a name that comes twice', 'a,a\n1,2\n', {}, DataError, /line 1: the header names column "a" twice/],
    ['too many rows', 'a\n1\n2\n3\n', { maxRows: 2 }, DataError, /line 4: more than 2 rows. Raise maxRows/],
    ['too many columns', 'a,b\n1,2\n', { maxColumns: 1 }, DataError, /more than 1 columns/],
    ['too long fields', 'a\n12345\n', { maxFieldLength: 4 }, DataError, /line 2: a field has more than 4/],
    ['an unknown column', 'a,b\n1,2\n', { labelColumn: 'c' }, ArgumentError, /no column "c". The header has a, b/],
    ['a name without header', '1,2\n', { header: false, columns: ['a'] }, ArgumentError, /no header: use positions/],
    ['a position outside', 'a,b\n1,2\n', { columns: [2] }, ArgumentError, /integer from -2 to 1, got 2/],
    ['a label among the features', 'a,b\n1,2\n', { columns: ['a'], labelColumn: 0 }, ArgumentError, /also one of/],
    ['no features', 'a\n1\n', { labelColumn: 'a' }, ArgumentError, /no columns are left/],
    ['a delimiter of two characters', 'a\n1\n', { delimiter: ', ' }, ArgumentError, /delimiter must be one character/],
    ['a quote as delimiter', 'a\n1\n', { delimiter: '"' }, ArgumentError, /other than a quote/],
    [
      'an unknown policy',
      'a\n1\n',
      { missing: 'drop' as never },
      ArgumentError,
      /missing must be one of error, nan, skip/,
    ],
    ['NaN in integers', 'a\n1\n', { missing: 'nan', dtype: 'int32' }, ArgumentError, /int32 has no NaN/],
    ['an unknown type', 'a\n1\n', { dtype: 'float16' as never }, DTypeError, /got "float16"/],
    ['an unknown option', 'a\n1\n', { seperator: ';' } as CsvOptions, ArgumentError, /unknown option "seperator"/],
    [
      'class names of numbers',
      'a,b\n1,2\n',
      { labelColumn: 'b', labels: 'numbers', classNames: ['2'] },
      ArgumentError,
      /have no classNames/,
    ],
  ])('refuses %s', (_, text, options, type, message) => {
    expect(() => parseCsv(text, options)).toThrow(type);
    expect(() => parseCsv(text, options)).toThrow(message);
  });

  it('refuses bytes instead of text', () => {
    expect(() => parseCsv(new Uint8Array([49]) as never)).toThrow(/expected the text of a CSV file/);
  });

  it('never takes a damaged table for another one', () => {
    const text = 'a,b,c\r\n1,2,"x"\r\n3,4,"y"\r\n5,6,"x"\r\n';
    const damage = fc.record({
      at: fc.integer({ min: text.indexOf('\n') + 1, max: text.length - 1 }),
      put: fc.constantFrom('', '"', ',', '\r', '\n', 'q'),
    });
    fc.assert(
      fc.property(damage, ({ at, put }) => {
        const damaged = text.slice(0, at) + put + text.slice(at + 1);
        let data: Dataset<'x' | 'y'>;
        try {
          data = parseCsv(damaged, { labelColumn: -1 });
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
          return;
        }
        // One character may change one name, label or number, never the shape of the table.
        expect(data.x.shape[1]).toBe(2);
        expect(data.size).toBeGreaterThanOrEqual(2);
        const original = [1, 2, 3, 4, 5, 6];
        const kept = original.filter((value) => data.x.dataSync().includes(value));
        expect(kept.length).toBeGreaterThanOrEqual(4);
      }),
      { numRuns: 2000 },
    );
  });
});
