import { checkOptions, DataError } from '@gradkit/core';
import { readFields, readValue, type StreamRecord } from '../stream/record.ts';
import { checkStreamOptions, type StreamOptions, streamFrom, streamOptionNames } from '../stream/source.ts';
import type { StreamDataset } from '../stream/stream-dataset.ts';
import { type LineOptions, linesOf } from './stream-lines.ts';
import { checkPath } from './text-chunks.ts';

/** Options of {@link streamJsonLines}. */
export interface JsonLinesOptions<F extends string> extends StreamOptions, LineOptions {
  /** The fields to take, of the objects in the file; default all, and then all must be numbers or arrays of them. */
  readonly fields?: readonly F[];
}

/**
 * A stream of samples from a file of JSON texts, one in each line, which may be larger than memory: in UTF-8, plain or
 * compressed with gzip.
 *
 * Every line is an object of fields, such as `{"x": [1, 2], "y": 0}`, with numbers, truth values, or arrays of them of equal
 * lengths; empty lines are skipped. All must have the fields and shapes of the first.
 *
 * @param options as those of `fromIterable`, `fields`, and `maxLineLength`
 * @throws ArgumentError when an argument is wrong; while it is read, DataError and ShapeError with the number of the line that
 * is not what it should be
 * @see Ward, JSON Lines: a text file format, 2013
 * @example
 * ```ts
 * import { mkdtempSync, writeFileSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { streamJsonLines } from '@gradkit/data/node';
 *
 * const path = join(mkdtempSync(join(tmpdir(), 'jsonl-')), 'points.jsonl');
 * writeFileSync(path, '{"x": [1, 2], "y": 0}\n{"x": [3, 4], "y": 1}\n');
 * const points = streamJsonLines(path, { fields: ['x', 'y'], classes: 2 });
 * for await (const { x, y } of points.batch(2)) console.log(x.toArray(), y.toArray()); // [[1, 2], [3, 4]] [0, 1]
 * ```
 */
export function streamJsonLines<const F extends string = 'x' | 'y'>(
  path: string,
  options: JsonLinesOptions<F> = {},
): StreamDataset<F> {
  checkPath('streamJsonLines', path);
  const where = `streamJsonLines (${path})`;
  checkOptions(where, options, [...streamOptionNames, 'fields', 'maxLineLength']);
  const { fields, maxLineLength, ...given } = options;
  checkStreamOptions(where, given);
  const lines = maxLineLength === undefined ? {} : { maxLineLength };
  return streamFrom(where, given, async function* (epoch, guard): AsyncGenerator<StreamRecord> {
    let number = 0;
    let index = 0;
    for await (const line of linesOf(where, path, lines)) {
      number++;
      if (line.trim() === '') continue;
      const at = `${where}: line ${number}`;
      const columns = guard(at, readFields(at, picked(at, parsed(at, line), fields), readValue));
      yield { columns, index: index++, epoch };
    }
    if (index === 0) throw new DataError(`${where}: the file has no samples.`);
  });
}

function parsed(at: string, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new DataError(`${at}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function picked(at: string, sample: unknown, fields: readonly string[] | undefined): unknown {
  if (fields === undefined || typeof sample !== 'object' || sample === null || Array.isArray(sample)) return sample;
  return Object.fromEntries(
    fields.map((name) => {
      if (Object.hasOwn(sample, name)) return [name, (sample as { readonly [field: string]: unknown })[name]];
      throw new DataError(`${at}: there is no field "${name}"; there is ${Object.keys(sample).join(', ')}.`);
    }),
  );
}
