import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ArgumentError, DataError } from '@gradkit/core';
import type { StreamDataset } from '@gradkit/data';
import { readCsv, streamCsv } from '@gradkit/data/node';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import { arrays, collect } from '../stream/collected.ts';

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
