import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ArgumentError, DataError } from '@gradkit/core';
import { readCsv, readIdx } from '@gradkit/data/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const idx = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1);
const csv = 'größe,art\n1,ä\n2,b\n';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'read-'));
});
afterEach(() => rmSync(directory, { recursive: true }));
const file = (content: string | Uint8Array): string => {
  const path = join(directory, 'file');
  writeFileSync(path, content);
  return path;
};

describe('readIdx', () => {
  it('reads plain and compressed files', () => {
    expect(readIdx(file(idx)).toArray()).toEqual([7, 2, 1]);
    expect(readIdx(file(gzipSync(idx))).toArray()).toEqual([7, 2, 1]);
  });

  it('names the file that is wrong', () => {
    const path = file(idx.slice(0, -1));
    expect(() => readIdx(path)).toThrow(DataError);
    expect(() => readIdx(path)).toThrow(`readIdx (${path}): the file is cut off`);
    expect(() => readIdx(join(directory, 'none'))).toThrow(DataError);
    expect(() => readIdx(join(directory, 'none'))).toThrow(/cannot read the file: ENOENT/);
    expect(() => readIdx(3 as never)).toThrow(ArgumentError);
  });

  it('refuses files that are too large, also when they are small until decompressed', () => {
    expect(readIdx(file(idx), { maxBytes: idx.length }).size).toBe(3);
    expect(() => readIdx(file(idx), { maxBytes: idx.length - 1 })).toThrow(/more than 10 bytes. Raise maxBytes/);
    const bomb = gzipSync(new Uint8Array(1e6));
    expect(bomb.length).toBeLessThan(2000);
    expect(() => readIdx(file(bomb), { maxBytes: 2000 })).toThrow(DataError);
    expect(() => readIdx(file(bomb), { maxBytes: 2000 })).toThrow(/cannot decompress/);
    expect(() => readIdx(file(idx), { maxElements: 2 })).toThrow(/more than 2 elements/);
  });
});

describe('readCsv', () => {
  it('reads plain and compressed UTF-8, with or without a byte order mark', () => {
    for (const content of [csv, `\uFEFF${csv}`, gzipSync(csv)]) {
      const data = readCsv(file(content), { labelColumn: 'art' });
      expect([data.featureNames, data.classNames, data.x.toArray()]).toEqual([['größe'], ['b', 'ä'], [[1], [2]]]);
    }
  });

  it('names the file and the line that is wrong', () => {
    const path = file('a\n1\nx\n');
    expect(() => readCsv(path)).toThrow(`readCsv (${path}): line 3, column "a": "x" is not a number`);
    expect(() => readCsv(file(Uint8Array.of(0x61, 0x0a, 0xff)))).toThrow(/is not UTF-8/);
    expect(() => readCsv(file(csv), { haeder: false } as object)).toThrow(ArgumentError);
  });
});
