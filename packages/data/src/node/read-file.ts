/// <reference types="node" />
import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { ArgumentError, DataError, describe } from '@gradkit/core';
import { checkInteger } from '../permutation.ts';

/** Options of reading files. */
export interface FileOptions {
  /** Refuses files that are larger after decompression, in bytes; default 2^30. */
  readonly maxBytes?: number;
}

/** The bytes of a file, decompressed if they are gzip, whatever the file is called. */
export function readFile(where: string, path: string, maxBytes: number = 2 ** 30): Uint8Array {
  if (typeof path !== 'string')
    throw new ArgumentError(`${where}: expected the path of a file, got ${describe(path)}.`);
  checkInteger(where, 'maxBytes', maxBytes, 1, 2 ** 32);
  const tooLarge = new DataError(`${where}: ${path} has more than ${maxBytes} bytes. Raise maxBytes.`);
  const raw = attempt(`${where}: cannot read the file`, () => {
    if (statSync(path).size > maxBytes) throw tooLarge;
    return readFileSync(path);
  });
  if (raw[0] !== 0x1f || raw[1] !== 0x8b) return raw;
  return attempt(`${where}: cannot decompress ${path}`, () => gunzipSync(raw, { maxOutputLength: maxBytes }));
}

/** Foreign errors become a `DataError` that says what was tried. */
export function attempt<Result>(what: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`${what}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
