import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError, DataError, ShapeError } from '@gradkit/core';
import type { StreamDataset } from '@gradkit/data';
import { streamJsonLines } from '@gradkit/data/node';
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
