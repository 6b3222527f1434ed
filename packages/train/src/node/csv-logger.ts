import { ArgumentError, checkOptions, DataError, describe } from '@gradkit/core';
import type { Callback } from '../callback.ts';
import { checkPath } from './read-file.ts';
import { runLog } from './run-log.ts';

/** Options of {@link csvLogger}. */
export interface CsvLoggerOptions {
  readonly path: string;
  /** What stands between values: one character, not a quote or a digit; default a comma. */
  readonly separator?: string | undefined;
}

/**
 * Writes the results of every epoch to a file of comma-separated values: a column `epoch`, and one for each log.
 *
 * Numbers are written so that reading them gives the same numbers; where an epoch has no result, as without validation,
 * the field is empty. A row is on the disk when its epoch is over. A run that goes on, with `resume` or `initialEpoch`,
 * keeps the rows of the epochs before.
 *
 * @throws ArgumentError when an option is wrong; `fit` rejects with a DataError when the file cannot be written, or when a
 * run goes on that had other columns
 * @see RFC 4180, Common Format and MIME Type for Comma-Separated Values (CSV) Files, 2005
 * @example
 * ```ts
 * import { mkdtempSync, readFileSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { sgd } from '@gradkit/optimizers';
 * import { fit } from '@gradkit/train';
 * import { csvLogger } from '@gradkit/train/node';
 *
 * const path = join(mkdtempSync(join(tmpdir(), 'log-')), 'run.csv');
 * await fit(sequential([dense({ units: 1 })]), { x: [[0], [1]], y: [[1], [3]] }, {
 *   optimizer: sgd(), loss: meanSquaredError(), epochs: 2, callbacks: [csvLogger({ path })],
 * });
 * console.log(readFileSync(path, 'utf8').split('\n')[0]); // epoch,loss
 * ```
 */
export function csvLogger(options: CsvLoggerOptions): Callback {
  checkOptions('csvLogger', options ?? {}, ['path', 'separator']);
  const { path, separator = ',' } = options ?? {};
  checkPath('csvLogger', path);
  if (typeof separator !== 'string' || !/^[^"\w\n\r.+-]$/.test(separator)) {
    throw new ArgumentError(`csvLogger: separator is one character that is in no number, got ${describe(separator)}.`);
  }
  const log = runLog('csvLogger', path);
  let columns: readonly string[] = [];
  return {
    async onTrainBegin({ directions, epoch, state }) {
      columns = ['epoch', ...Object.keys(directions)];
      const head = columns.join(separator);
      await log.begin(`${head}\n`, epoch > 0 || state.step > 0, (line) => {
        const [first = ''] = line.split(separator);
        if (first !== 'epoch') return Number(first) < epoch;
        if (line !== head) throw new DataError(`csvLogger: ${path} has the columns ${line}, but this run ${head}.`);
        return false;
      });
    },
    onEpochEnd({ epoch, logs }) {
      const values = columns.map((name) => (name === 'epoch' ? epoch : (logs[name] ?? '')));
      return log.add(values.join(separator));
    },
  };
}
