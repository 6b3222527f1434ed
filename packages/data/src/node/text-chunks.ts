/// <reference types="node" />
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ArgumentError, DataError, describe } from '@gradkit/core';
import { attempt } from './read-file.ts';

export function checkPath(where: string, path: unknown): asserts path is string {
  if (typeof path !== 'string')
    throw new ArgumentError(`${where}: expected the path of a file, got ${describe(path)}.`);
}

/**
 * The text of a file in UTF-8 in pieces, decompressed if it is gzip, without a byte order mark. Memory is needed for one piece
 * at a time, however large the file; who stops early closes it.
 */
export async function* textChunks(where: string, path: string): AsyncGenerator<string> {
  const isGzip = attempt(`${where}: cannot read the file`, () => startsAsGzip(path));
  const file = createReadStream(path);
  // The callback is called when all is read or closed; errors come out of the last stream, too.
  const bytes: Readable = isGzip ? pipeline(file, createGunzip(), () => {}) : file;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decoded = (chunk: Uint8Array | undefined): string =>
    attempt(`${where}: ${path} is not UTF-8`, () =>
      chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true }),
    );
  try {
    for await (const chunk of bytes) yield decoded(chunk as Uint8Array);
  } catch (error) {
    if (error instanceof DataError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(`${where}: cannot ${isGzip ? 'decompress' : 'read'} ${path}: ${reason}.`);
  }
  yield decoded(undefined);
}

function startsAsGzip(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const head = new Uint8Array(2);
    readSync(file, head);
    return head[0] === 0x1f && head[1] === 0x8b;
  } finally {
    closeSync(file);
  }
}
