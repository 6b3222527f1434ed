import { randomUUID } from 'node:crypto';
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ArgumentError, checkOptions, DataError, describe } from '@gradkit/core';
import type { AnyModel, Callback, TrainingContext } from '../callback.ts';
import { type Event, eventRecord, type Histogram } from '../event-records.ts';
import { checkPath } from './read-file.ts';

/** Options of {@link tensorBoard}. */
export interface TensorBoardOptions {
  /**
   * Gets the folders `train`, with validation `validation`, and with `everySteps` `steps`; a directory for each run makes them
   * comparable.
   */
  readonly directory: string;
  /** Writes the means so far also after every so many steps; default only after epochs. */
  readonly everySteps?: number | undefined;
  /** Writes the distributions of all weights after every so many epochs; default never. */
  readonly histogramEpochs?: number | undefined;
}

/** Bins of a histogram. */
const binCount = 30;

/**
 * Writes event files for TensorBoard: the results of every epoch, and the learning rate.
 *
 * Tags are those of Keras: `epoch_loss`, `epoch_accuracy`, `epoch_learning_rate`, in the folders `train` and `validation` of
 * `directory`, so that both are shown in one chart; with `everySteps` also `batch_loss` and so on in the folder `steps`, and
 * with `histogramEpochs` the distribution of every weight under its name. Numbers are stored as float32. What is written is on
 * the disk before training goes on. A run that goes on writes another file, and says from where: TensorBoard then drops
 * what the interrupted run wrote beyond.
 *
 * @throws ArgumentError when an option is wrong; `fit` rejects with a DataError when a file cannot be written
 * @see Abadi and others, TensorFlow: Large-scale machine learning on heterogeneous systems, 2015
 * @example
 * ```ts
 * import { mkdtempSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { sgd } from '@gradkit/optimizers';
 * import { fit } from '@gradkit/train';
 * import { tensorBoard } from '@gradkit/train/node';
 *
 * const directory = mkdtempSync(join(tmpdir(), 'runs-'));
 * await fit(sequential([dense({ units: 1 })]), { x: [[0], [1]], y: [[1], [3]] }, {
 *   optimizer: sgd(), loss: meanSquaredError(), epochs: 2, callbacks: [tensorBoard({ directory, histogramEpochs: 1 })],
 * });
 * console.log('tensorboard --logdir', directory);
 * ```
 */
export function tensorBoard(options: TensorBoardOptions): Callback {
  checkOptions('tensorBoard', options ?? {}, ['directory', 'everySteps', 'histogramEpochs']);
  const { directory, everySteps, histogramEpochs } = options ?? {};
  checkPath('tensorBoard', directory);
  for (const [name, value] of Object.entries({ everySteps, histogramEpochs })) {
    if (value !== undefined && (!Number.isSafeInteger(value) || value < 1)) {
      throw new ArgumentError(`tensorBoard: ${name} is an integer of at least 1, got ${describe(value)}.`);
    }
  }
  let write: (part: Part, events: readonly Omit<Event, 'wallTime'>[]) => Promise<void> = async () => {};
  /** Steps before the present epoch, as far as they are known. */
  const stepOf = ({ epoch, step, steps }: TrainingContext): number => epoch * (steps ?? 0) + step;

  return {
    onTrainBegin(context) {
      const { epoch, step } = context;
      const start = { train: epoch, validation: epoch, steps: stepOf(context) };
      write = eventFiles(directory, epoch > 0 || step > 0 ? start : undefined);
    },
    async onBatchEnd(context) {
      if (everySteps === undefined || context.step % everySteps !== 0) return;
      await write('steps', [{ step: stepOf(context), scalars: tagged('batch', Object.entries(context.logs)) }]);
    },
    async onEpochEnd({ epoch, logs, model, optimizer }) {
      const isValidation = (name: string): boolean => /^val[A-Z]/.test(name);
      const trained = Object.entries(logs).filter(([name]) => !isValidation(name));
      const validated = Object.entries(logs).filter(([name]) => isValidation(name));
      const scalars = { ...tagged('epoch', trained), epoch_learning_rate: optimizer.learningRate };
      const isDue = histogramEpochs !== undefined && (epoch + 1) % histogramEpochs === 0;
      const distributions = isDue ? [{ step: epoch, histograms: histogramsOf(model) }] : [];
      await write('train', [{ step: epoch, scalars }, ...distributions]);
      if (validated.length === 0) return;
      const plain = validated.map(([name, value]) => [name.charAt(3).toLowerCase() + name.slice(4), value] as const);
      await write('validation', [{ step: epoch, scalars: tagged('epoch', plain) }]);
    },
  };
}

type Part = 'train' | 'validation' | 'steps';

const tagged = (prefix: string, logs: readonly (readonly [string, number])[]): Record<string, number> =>
  Object.fromEntries(logs.map(([name, value]) => [`${prefix}_${name}`, value]));

/**
 * Appends events to files that are made when they are first needed.
 * @param start where a run goes on, in epochs or steps
 */
function eventFiles(directory: string, start: Readonly<Record<Part, number>> | undefined) {
  const paths = new Map<Part, string>();
  return async (part: Part, events: readonly Omit<Event, 'wallTime'>[]): Promise<void> => {
    const wallTime = Date.now() / 1000;
    const isNew = !paths.has(part);
    const folder = join(directory, part);
    // TensorBoard reads files in the order of their names.
    const path = paths.get(part) ?? join(folder, `events.out.tfevents.${wallTime.toFixed(3)}.${randomUUID()}`);
    const head: Event[] = isNew
      ? [
          { wallTime, step: 0, fileVersion: 'brain.Event:2' },
          ...(start === undefined ? [] : [{ wallTime, step: start[part], isStart: true }]),
        ]
      : [];
    try {
      if (isNew) await mkdir(folder, { recursive: true });
      const records = [...head, ...events.map((event) => ({ ...event, wallTime }))].map(eventRecord);
      // In one piece, so that a reader never sees half a record.
      await appendFile(path, Buffer.concat(records), { flush: true } as object);
    } catch (error) {
      throw new DataError(
        `tensorBoard: cannot write ${path}: ${error instanceof Error ? error.message : String(error)}.`,
      );
    }
    paths.set(part, path);
  };
}

function histogramsOf(model: AnyModel): Record<string, Histogram> {
  return Object.fromEntries(
    model.parameters.map(({ name, variable }) => [name, histogramOf(variable.value.dataSync())]),
  );
}

/** How numbers are spread over bins of equal width; those that are not finite are left out. */
export function histogramOf(values: ArrayLike<number>): Histogram {
  const finite = Array.from(values).filter(Number.isFinite);
  const min = finite.reduce((least, value) => Math.min(least, value), Infinity);
  const max = finite.reduce((most, value) => Math.max(most, value), -Infinity);
  if (finite.length === 0) return { min: 0, max: 0, count: 0, sum: 0, sumOfSquares: 0, limits: [], bins: [] };
  const bins = new Array<number>(min === max ? 1 : binCount).fill(0);
  const width = (max - min) / bins.length;
  for (const value of finite) {
    const bin = width === 0 ? 0 : Math.min(bins.length - 1, Math.floor((value - min) / width));
    bins[bin] = (bins[bin] as number) + 1;
  }
  return {
    min,
    max,
    count: finite.length,
    sum: finite.reduce((sum, value) => sum + value, 0),
    sumOfSquares: finite.reduce((sum, value) => sum + value * value, 0),
    limits: bins.map((_, i) => (i === bins.length - 1 ? max : min + width * (i + 1))),
    bins,
  };
}
