import { checkOptions, DataError } from '@gradkit/core';
import { checkInteger } from '../permutation.ts';
import { checkPath, textChunks } from './text-chunks.ts';

/** Options of {@link streamLines}. */
export interface LineOptions {
  /** Refuses longer lines, in UTF-16 units; default 10 million. */
  readonly maxLineLength?: number;
}

/**
 * The lines of a text file in UTF-8, plain or compressed with gzip, which may be larger than memory: something to iterate with
 * `for await`, as often as you like.
 *
 * Lines end with LF or CRLF, which are left out; a last line without an end counts, unless it is empty. A byte order mark is
 * ignored. Who stops early closes the file.
 *
 * @throws ArgumentError when an argument is wrong; while it is read, DataError when the file cannot be read, is not UTF-8 or
 * has too long a line
 * @example
 * ```ts
 * import { mkdtempSync, writeFileSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { fromIterable } from '@gradkit/data';
 * import { streamLines } from '@gradkit/data/node';
 *
 * const path = join(mkdtempSync(join(tmpdir(), 'lines-')), 'numbers.txt');
 * writeFileSync(path, '1 10\n2 20\n3 30\n');
 * const samples = fromIterable(async function* () {
 *   for await (const line of streamLines(path)) {
 *     const [x = 0, y = 0] = line.split(' ').map(Number);
 *     yield { x, y };
 *   }
 * });
 * for await (const { x, y } of samples.batch(3)) console.log(x.toArray(), y.toArray()); // [1, 2, 3] [10, 20, 30]
 * ```
 */
export function streamLines(path: string, options: LineOptions = {}): AsyncIterable<string> {
  checkPath('streamLines', path);
  checkOptions('streamLines', options, ['maxLineLength']);
  return { [Symbol.asyncIterator]: () => linesOf(`streamLines (${path})`, path, options) };
}

/** `where` names the function that the user called, and the file. */
export async function* linesOf(
  where: string,
  path: string,
  { maxLineLength = 1e7 }: LineOptions,
): AsyncGenerator<string> {
  checkInteger(where, 'maxLineLength', maxLineLength, 1, 2 ** 29);
  let number = 1;
  const checked = (line: string): string => {
    if (line.length <= maxLineLength) return line;
    throw new DataError(`${where}: line ${number} has more than ${maxLineLength} characters. Raise maxLineLength.`);
  };
  let rest = '';
  for await (const text of textChunks(where, path)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() as string;
    for (const line of lines) {
      yield checked(line.endsWith('\r') ? line.slice(0, -1) : line);
      number++;
    }
    // A line that does not end is refused while it grows, not when it is complete.
    if (rest.length > maxLineLength + 1) checked(rest);
  }
  if (rest !== '') yield checked(rest);
}
