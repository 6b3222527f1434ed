import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ArgumentError, checkOptions, DataError, describe } from '@gradkit/core';
import type { Callback } from '../callback.ts';
import { type CheckpointOptions, checkpointCallback, checkpointKeys } from '../checkpoint-to.ts';
import { type Checkpoint, readCheckpoint } from '../parse-checkpoint.ts';
import { checkPath, type FileOptions, readBytes } from './read-file.ts';
import { removeLeftovers, writeFileAtomically } from './write-file.ts';

/** Options of {@link checkpoint}. */
export type CheckpointFileOptions = CheckpointOptions &
  (
    | {
        /** The file that always holds the newest checkpoint. */
        readonly path: string;
      }
    | {
        /** The folder that gets a file for every checkpoint; it is made if it is missing. */
        readonly directory: string;
        /** How many of the newest files stay, at least 1; default all. */
        readonly keep?: number | undefined;
      }
  );

/** Where a checkpoint lies in the course of training. */
interface Place {
  readonly epoch: number;
  readonly step: number;
}

const isBefore = (a: Place, b: Place): boolean => a.epoch < b.epoch || (a.epoch === b.epoch && a.step < b.step);

/** `epoch-00003.safetensors` after three epochs, `epoch-00003-step-0000120.safetensors` 120 steps later. */
function nameOf({ epoch, step }: Place): string {
  const steps = step === 0 ? '' : `-step-${String(step).padStart(7, '0')}`;
  return `epoch-${String(epoch).padStart(5, '0')}${steps}.safetensors`;
}

/** The place that a file is named after, if it is one of ours. */
function placeOf(name: string): Place | undefined {
  const [, epoch, step = '0'] = /^epoch-(\d+)(?:-step-(\d+))?\.safetensors$/.exec(name) ?? [];
  const place = { epoch: Number(epoch), step: Number(step) };
  return epoch !== undefined && nameOf(place) === name ? place : undefined;
}

/**
 * Writes checkpoints of training to files, from which `fit` goes on with the option `resume`.
 *
 * A checkpoint holds all that the run needs to go on as if nothing had happened: see `checkpointTo`. Files are safetensors,
 * with a checksum of all bytes, and appear whole or not at all. A folder gets `epoch-00003.safetensors` after the third
 * epoch, and `epoch-00003-step-0000120.safetensors` 120 steps later; a run does not begin where a folder holds checkpoints
 * that are ahead of it. With `latestCheckpoint`, a program that is started again goes on where it was interrupted.
 *
 * @throws ArgumentError when an option is wrong; `fit` rejects with a DataError when a file cannot be written, and nothing
 * is left behind
 * @see Keras, BackupAndRestore and ModelCheckpoint, 2015
 * @example
 * ```ts
 * import { mkdtempSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { basename, dirname, join } from 'node:path';
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { adam } from '@gradkit/optimizers';
 * import { fit } from '@gradkit/train';
 * import { checkpoint, latestCheckpoint } from '@gradkit/train/node';
 *
 * const directory = mkdtempSync(join(tmpdir(), 'run-'));
 * const train = async (epochs: number) =>
 *   fit(sequential([dense({ units: 1 })]), { x: [[0], [1]], y: [[1], [3]] }, {
 *     optimizer: adam(), loss: meanSquaredError(), epochs,
 *     callbacks: [checkpoint({ directory, keep: 2 })],
 *     resume: await latestCheckpoint(directory), // undefined at the first start
 *   });
 * await train(3);
 * console.log((await train(5)).epochs); // [0, 1, 2, 3, 4], of which two were trained now
 * ```
 */
export function checkpoint(options: CheckpointFileOptions): Callback {
  const given = (options ?? {}) as CheckpointOptions & { path?: string; directory?: string; keep?: number };
  checkOptions('checkpoint', given, [...checkpointKeys, 'path', 'directory', 'keep']);
  const { path, directory, keep = Infinity, ...when } = given;
  if ((path === undefined) === (directory === undefined)) {
    throw new ArgumentError('checkpoint: needs either the path of a file or a directory.');
  }
  checkPath('checkpoint', path ?? directory);
  if (keep !== Infinity && (!Number.isSafeInteger(keep) || keep < 1 || directory === undefined)) {
    throw new ArgumentError(`checkpoint: keep is the number of files that stay in a directory, got ${describe(keep)}.`);
  }
  if (path !== undefined) {
    const single = checkpointCallback('checkpoint', (bytes) => writeFileAtomically('checkpoint', path, bytes), when);
    return {
      ...single,
      async onTrainBegin(context) {
        single.onTrainBegin?.(context);
        await removeLeftovers(dirname(path), (name) => name === basename(path));
      },
    };
  }

  const folder = directory as string;
  let kept: Place[] = [];
  const callback = checkpointCallback(
    'checkpoint',
    async (bytes, { state: { epoch, step, logs } }) => {
      const place = logs === undefined ? { epoch, step } : { epoch: epoch + 1, step: 0 };
      await writeFileAtomically('checkpoint', join(folder, nameOf(place)), bytes);
      kept.push(place);
      for (const old of kept.splice(0, kept.length - Math.min(keep, kept.length))) {
        await rm(join(folder, nameOf(old)), { force: true });
      }
    },
    when,
  );
  return {
    ...callback,
    async onTrainBegin(context) {
      callback.onTrainBegin?.(context);
      await removeLeftovers(folder, (name) => placeOf(name) !== undefined);
      kept = await placesIn(folder);
      const ahead = kept.find((place) => isBefore(context, place));
      if (ahead !== undefined) {
        throw new DataError(
          `checkpoint: ${join(folder, nameOf(ahead))} is ahead of this run. Resume from latestCheckpoint(directory), or take another directory.`,
        );
      }
    },
  };
}

/** The checkpoints in a folder, oldest first. */
async function placesIn(directory: string): Promise<Place[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new DataError(`checkpoint: cannot read ${directory}: ${error.message}.`);
  });
  const places = names.flatMap((name) => placeOf(name) ?? []);
  return places.sort((a, b) => (isBefore(a, b) ? -1 : 1));
}

/**
 * The checkpoint in a file, for `fit` to go on from.
 *
 * @throws DataError when the file cannot be read, is no checkpoint, or was cut off or altered at any byte
 * @example
 * ```ts
 * import { loadCheckpoint } from '@gradkit/train/node';
 *
 * try {
 *   console.log((await loadCheckpoint('run/epoch-00003.safetensors')).epoch);
 * } catch (error) {
 *   console.log(String(error)); // cannot read the file
 * }
 * ```
 */
export async function loadCheckpoint(path: string, options: FileOptions = {}): Promise<Checkpoint> {
  checkOptions('loadCheckpoint', options, ['maxBytes']);
  return readCheckpoint(`loadCheckpoint (${path})`, await readBytes('loadCheckpoint', path, options.maxBytes));
}

/**
 * The checkpoint that is furthest in a folder of `checkpoint`, or undefined if there is none: for programs that go on
 * wherever they were interrupted.
 *
 * @throws DataError when it cannot be read, or was cut off or altered at any byte; remove that file to go on from the one
 * before
 * @example
 * ```ts
 * import { latestCheckpoint } from '@gradkit/train/node';
 *
 * console.log(await latestCheckpoint('no-such-folder')); // undefined
 * ```
 */
export async function latestCheckpoint(directory: string, options: FileOptions = {}): Promise<Checkpoint | undefined> {
  checkPath('latestCheckpoint', directory);
  const place = (await placesIn(directory)).at(-1);
  return place === undefined ? undefined : loadCheckpoint(join(directory, nameOf(place)), options);
}
