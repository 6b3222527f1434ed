import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ArgumentError, DataError, ShapeError, type Tensor } from '@gradkit/core';
import { fromIterable, type StreamDataset } from '@gradkit/data';
import { readCsv, streamCsv, streamJsonLines, streamLines } from '@gradkit/data/node';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'streams-'));
});
afterEach(() => rmSync(directory, { recursive: true }));
const file = (content: string | Uint8Array): string => {
  const path = join(directory, 'file');
  writeFileSync(path, content);
  return path;
};
const collect = async <T>(from: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const element of from) all.push(element);
  return all;
};
const arrays = async (from: AsyncIterable<{ readonly [field: string]: Tensor }>): Promise<unknown> =>
  (await collect(from)).map((sample) => Object.values(sample).map((field) => field.toArray()));
/** Many pieces of 64 KiB, with rows, characters and quotes across their borders. */
const rows = Array.from({ length: 20_000 }, (_, i) => `${i},${-i / 4},"a ""${i % 3}"" ä\r\nb"`);
const long = `n,quarter,kind\n${rows.join('\n')}\n`;
const classNames = ['a "0" ä\r\nb', 'a "1" ä\r\nb', 'a "2" ä\r\nb'];

describe('streamCsv', () => {
  it('reads the rows that readCsv reads, from plain and compressed files', async () => {
    for (const content of [long, gzipSync(`\uFEFF${long}`)]) {
      const path = file(content);
      const whole = readCsv(path, { labelColumn: 'kind' });
      const stream = streamCsv(path, { labelColumn: 'kind', classNames, size: 20_000 });
      expectTypeOf(stream).toEqualTypeOf<StreamDataset<'x' | 'y'>>();
      expect([stream.classes, stream.batch(64).length]).toEqual([3, 313]);
      const read = await stream.toDataset();
      expect(read.x.dataSync()).toEqual(whole.x.dataSync());
      expect(read.y.dataSync()).toEqual(whole.y.dataSync());
      expect(read.y.dtype).toBe('int32');
    }
  });

  it('reads again in every pass, and no further than asked for', async () => {
    const stream = streamCsv(file(`${long}not,a,row,at,all\n`), { columns: ['n'] });
    expect(await arrays(stream.take(2))).toEqual([[[0]], [[1]]]);
    expect(await arrays(stream.skip(3).take(2).batch(2))).toEqual([[[[3], [4]]]]);
    await expect(collect(stream)).rejects.toThrow(/line 40002 has 5 fields, but the first line has 3/);
  });

  it('reads numbers as targets, and takes the options of readCsv', async () => {
    const path = file('1;2\n;5\n3;4\n');
    const options = {
      header: false,
      delimiter: ';',
      labelColumn: -1,
      labels: 'numbers',
      missing: 'skip',
      dtype: 'float64',
    } as const;
    const stream = streamCsv(path, options);
    expect(await arrays(stream)).toEqual([
      [[1], 2],
      [[3], 4],
    ]);
    expect((await collect(stream))[0]?.y.dtype).toBe('float64');
    expectTypeOf(streamCsv(path)).toEqualTypeOf<StreamDataset<'x'>>();
  });

  it.each<[string, string | Uint8Array, object, RegExp]>([
    ['a value', 'a\n1\nx\n', {}, /streamCsv \(.*file\): line 3, column "a": "x" is not a number/],
    [
      'a label',
      'a,b\n1,no\n',
      { labelColumn: 'b', classNames: ['yes'] },
      /line 2: the label "no" is not one of the classNames yes/,
    ],
    ['a quote', 'a\n1\n"2\n', {}, /line 3: a quoted field does not end/],
    ['a byte', Uint8Array.of(0x61, 0x0a, 0xff), {}, /is not UTF-8/],
    ['a character that is cut off', Uint8Array.of(0x61, 0x0a, 0xc3), {}, /is not UTF-8/],
    ['the size', 'a\n1\n2\n', { size: 3 }, /ended after 2 samples, but size announces 3/],
    ['a file that is cut off', gzipSync(long).subarray(0, 500), { columns: ['n'] }, /cannot decompress/],
    ['an empty file', '', {}, /no rows of data/],
    ['a header alone', 'a,b\n', {}, /no rows of data/],
    ['incomplete rows alone', 'a\n""\n', { missing: 'skip' }, /no complete rows/],
    ['too many rows', 'a\n1\n2\n', { maxRows: 1 }, /line 3: more than 1 rows/],
  ])('refuses %s that is wrong, while it is read', async (_, content, options, message) => {
    const stream = streamCsv(file(content), options);
    await expect(collect(stream)).rejects.toThrow(DataError);
    await expect(collect(stream)).rejects.toThrow(message);
  });

  it('refuses wrong options at once', async () => {
    expect(() => streamCsv('x', { labelColumn: 0 })).toThrow(/Give classNames, or labels: 'numbers'/);
    expect(() => streamCsv('x', { dtype: 'float16' } as object)).toThrow(/dtype must be one of/);
    expect(() => streamCsv('x', { rows: 1 } as object)).toThrow(ArgumentError);
    expect(() => streamCsv(3 as never)).toThrow(/expected the path of a file, got 3/);
    await expect(collect(streamCsv(join(directory, 'none')))).rejects.toThrow(/cannot read the file: ENOENT/);
  });
});

describe('streamLines', () => {
  it('yields lines without their ends, as often as wanted', async () => {
    const lines = streamLines(file('\uFEFFä\r\n\nb\n c'));
    for (let pass = 0; pass < 2; pass++) expect(await collect(lines)).toEqual(['ä', '', 'b', ' c']);
    expect(await collect(streamLines(file('')))).toEqual([]);
    expect(await collect(streamLines(file('a\n')))).toEqual(['a']);
  });

  it('reads files of many pieces', async () => {
    const expected = Array.from({ length: 50_000 }, (_, i) => `line ${i} ä`);
    for (const content of [expected.join('\r\n'), gzipSync(`${expected.join('\n')}\n`)]) {
      expect(await collect(streamLines(file(content)))).toEqual(expected);
    }
  });

  it('stops early, and closes the file', async () => {
    const path = file(gzipSync(long));
    for await (const line of streamLines(path)) {
      expect(line).toBe('n,quarter,kind');
      break;
    }
    const samples = fromIterable(async function* () {
      for await (const line of streamLines(path)) yield { x: line.length };
    });
    expect(await arrays(samples.take(1))).toEqual([[14]]);
  });

  it('refuses lines that are too long, complete or not', async () => {
    for (const text of ['ab\nabcd\n', 'ab\nabcd', `ab\n${'x'.repeat(200_000)}`]) {
      await expect(collect(streamLines(file(text), { maxLineLength: 3 }))).rejects.toThrow(
        /line 2 has more than 3 characters. Raise maxLineLength/,
      );
    }
    expect(await collect(streamLines(file('abc\r\nab'), { maxLineLength: 3 }))).toEqual(['abc', 'ab']);
    expect(() => streamLines('x', { maxLength: 1 } as object)).toThrow(ArgumentError);
    expect(() => streamLines(undefined as never)).toThrow(/expected the path/);
  });
});

describe('streamJsonLines', () => {
  it('makes samples of objects', async () => {
    const path = file('{"x": [1, 2], "y": 0}\n\n{"y": 1, "x": [3, 4]}\r\n');
    const stream = streamJsonLines(path, { classes: 2, size: 2 });
    expectTypeOf(stream).toEqualTypeOf<StreamDataset<'x' | 'y'>>();
    expect((await collect(stream)).map(({ x, y }) => [x.toArray(), y.toArray(), y.dtype])).toEqual([
      [[1, 2], 0, 'int32'],
      [[3, 4], 1, 'int32'],
    ]);
    expect(stream.batch(1).length).toBe(2);
  });

  it('takes the fields that are asked for', async () => {
    const stream = streamJsonLines(file('{"id": "a", "value": 3, "flag": true}\n'), { fields: ['flag', 'value'] });
    expectTypeOf(stream).toEqualTypeOf<StreamDataset<'flag' | 'value'>>();
    expect(await arrays(stream)).toEqual([[true, 3]]);
  });

  it.each<[string, string, object, new (message: string) => Error, RegExp]>([
    ['text that is no JSON', '{"x": 1}\n{"x": \n', {}, DataError, /line 2: .*JSON/],
    ['a list', '[1]\n', {}, ArgumentError, /line 1 must be an object of fields/],
    ['words', '{"x": "a"}\n', {}, ArgumentError, /line 1: field "x" must be/],
    ['nothing', '{"x": null}\n', {}, ArgumentError, /field "x"/],
    ['another shape', '{"x": [1]}\n\n{"x": [1, 2]}\n', {}, ShapeError, /line 3: field "x" has shape \[2\]/],
    [
      'a field that is not there',
      '{"x": 1}\n',
      { fields: ['x', 'z'] },
      DataError,
      /line 1: there is no field "z"; there is x/,
    ],
    ['a field that objects inherit', '{"x": 1}\n', { fields: ['toString'] }, DataError, /no field "toString"/],
    ['no samples', '\n\n', {}, DataError, /has no samples/],
    ['too long lines', '{"x": 1}\n', { maxLineLength: 4 }, DataError, /line 1 has more than 4/],
  ])('refuses %s', async (_, text, options, type, message) => {
    const read = collect(streamJsonLines(file(text), options));
    await expect(read).rejects.toThrow(type);
    await expect(read).rejects.toThrow(message);
  });

  it('refuses wrong options', () => {
    expect(() => streamJsonLines('x', { field: ['x'] } as object)).toThrow(/mean "fields"/);
    expect(() => streamJsonLines(1 as never)).toThrow(ArgumentError);
  });
});
