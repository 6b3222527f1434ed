import type { Tensor } from '@gradkit/core';
import { type IdxOptions, idxTensor } from '../parse-idx.ts';
import { type FileOptions, readFile } from './read-file.ts';

/**
 * The tensor in an IDX file, plain or compressed with gzip; the options are those of `parseIdx`, and `maxBytes`.
 *
 * @throws DataError when the file cannot be read, or as `parseIdx`
 * @example
 * ```ts
 * import { mkdtempSync, writeFileSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { readIdx } from '@gradkit/data/node';
 *
 * const path = join(mkdtempSync(join(tmpdir(), 'idx-')), 'labels-idx1-ubyte');
 * writeFileSync(path, Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1));
 * console.log(readIdx(path).toArray()); // [7, 2, 1]
 * ```
 */
export function readIdx(path: string, options: IdxOptions & FileOptions = {}): Tensor {
  const { maxBytes, ...idx } = options;
  return idxTensor(`readIdx (${path})`, readFile('readIdx', path, maxBytes), idx);
}
