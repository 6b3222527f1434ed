import { open } from 'node:fs/promises';
import { ArgumentError, DataError, describe } from '@gradkit/core';

/** Options of reading files. */
export interface FileOptions {
  /** Refuses files that are larger, in bytes; default 2^32. */
  readonly maxBytes?: number | undefined;
}

/** The bytes of a file. */
export async function readBytes(where: string, path: string, maxBytes: number = 2 ** 32): Promise<Uint8Array> {
  checkPath(where, path);
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1) {
    throw new ArgumentError(`${where}: maxBytes is an integer of at least 1, got ${describe(maxBytes)}.`);
  }
  const tooLarge = new DataError(`${where}: ${path} has more than ${maxBytes} bytes. Raise maxBytes.`);
  try {
    const file = await open(path, 'r');
    try {
      if ((await file.stat()).size > maxBytes) throw tooLarge;
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error === tooLarge) throw error;
    throw new DataError(`${where}: cannot read the file: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

export function checkPath(where: string, path: unknown): asserts path is string {
  if (typeof path === 'string' && path !== '') return;
  throw new ArgumentError(`${where}: expected the path of a file, got ${describe(path)}.`);
}
