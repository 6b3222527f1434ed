import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ArgumentError } from '@gradkit/core';
import { fromIterable } from '@gradkit/data';
import { streamLines } from '@gradkit/data/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
