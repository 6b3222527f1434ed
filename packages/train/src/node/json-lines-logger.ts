import { ArgumentError, checkOptions, DataError, describe } from '@gradkit/core';
import type { Callback, TrainingContext } from '../callback.ts';
import { checkPath } from './read-file.ts';
import { runLog } from './run-log.ts';

/** Options of {@link jsonLinesLogger}. */
export interface JsonLinesLoggerOptions {
  readonly path: string;
  /** Writes also after every so many steps of an epoch the means so far; default only after epochs. */
  readonly everySteps?: number | undefined;
}

/**
 * Writes the results of every epoch to a file with one JSON object in each line: `epoch`, `learningRate` and the logs.
 *
 * With `everySteps` there are lines with `step` in between, counted from 1. JSON knows no NaN and no infinities: they become
 * the texts `"NaN"`, `"Infinity"` and `"-Infinity"`. A line is on the disk before training goes on. A run that goes on, with
 * `resume` or `initialEpoch`, keeps the lines of what was done before.
 *
 * @throws ArgumentError when an option is wrong; `fit` rejects with a DataError when the file cannot be written
 * @see JSON Lines, 2013
 * @example
 * ```ts
 * import { mkdtempSync, readFileSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { sgd } from '@gradkit/optimizers';
 * import { fit } from '@gradkit/train';
 * import { jsonLinesLogger } from '@gradkit/train/node';
 *
 * const path = join(mkdtempSync(join(tmpdir(), 'log-')), 'run.jsonl');
 * await fit(sequential([dense({ units: 1 })]), { x: [[0], [1]], y: [[1], [3]] }, {
 *   optimizer: sgd(), loss: meanSquaredError(), epochs: 2, callbacks: [jsonLinesLogger({ path })],
 * });
 * console.log(readFileSync(path, 'utf8')); // {"epoch":0,"learningRate":0.01,"loss":…}
 * ```
 */
export function jsonLinesLogger(options: JsonLinesLoggerOptions): Callback {
  checkOptions('jsonLinesLogger', options ?? {}, ['path', 'everySteps']);
  const { path, everySteps } = options ?? {};
  checkPath('jsonLinesLogger', path);
  if (everySteps !== undefined && (!Number.isSafeInteger(everySteps) || everySteps < 1)) {
    throw new ArgumentError(`jsonLinesLogger: everySteps is an integer of at least 1, got ${describe(everySteps)}.`);
  }
  const log = runLog('jsonLinesLogger', path);
  const lineOf = (context: TrainingContext, step: { readonly step?: number }): string => {
    const { epoch, logs, optimizer } = context;
    const values = { epoch, ...step, learningRate: optimizer.learningRate, ...logs };
    return JSON.stringify(values, (_, value: unknown) =>
      typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
    );
  };
  return {
    async onTrainBegin({ epoch, state }) {
      await log.begin('', epoch > 0 || state.step > 0, (line) => {
        const before = entryOf(path, line);
        return before.epoch < epoch || (before.epoch === epoch && (before.step ?? Infinity) <= state.step);
      });
    },
    onBatchEnd(context) {
      const isDue = everySteps !== undefined && context.step % everySteps === 0;
      return isDue ? log.add(lineOf(context, { step: context.step })) : undefined;
    },
    onEpochEnd: (context) => log.add(lineOf(context, {})),
  };
}

function entryOf(path: string, line: string): { readonly epoch: number; readonly step?: number } {
  try {
    return JSON.parse(line) as { readonly epoch: number; readonly step?: number };
  } catch {
    throw new DataError(`jsonLinesLogger: ${path} has a line that is no JSON: ${line.slice(0, 40)}`);
  }
}
