import { ArgumentError, checkFlags, checkOptions, describe } from '@gradkit/core';
import type { Callback, TrainingContext } from './callback.ts';
import { checkCount } from './evaluate.ts';
import { checkMode, improves, type MonitorMode, signOf } from './monitor.ts';
import { snapshot } from './run-snapshot.ts';

/** When to make checkpoints; the options that `checkpointTo` and `checkpoint` share. */
export interface CheckpointOptions {
  /** After how many epochs, or steps, counted from the last checkpoint; default `{ epochs: 1 }`. */
  readonly every?: { readonly epochs: number } | { readonly steps: number } | undefined;
  /** Makes one only after an epoch whose `monitor` is better than ever before; default false. */
  readonly saveBestOnly?: boolean | undefined;
  /** The log to watch with `saveBestOnly`; default `valLoss`. */
  readonly monitor?: string | undefined;
  /** Whether smaller or larger is better; default `auto`: what the metric itself says. */
  readonly mode?: MonitorMode | undefined;
}

/** The keys of {@link CheckpointOptions}. */
export const checkpointKeys: readonly string[] = ['every', 'saveBestOnly', 'monitor', 'mode'];

/**
 * Hands over checkpoints of training, to be kept in a browser's storage, a database, anywhere.
 *
 * A checkpoint holds all that the run needs to go on as if nothing had happened: weights, moving statistics and random
 * state, the optimizer's slots, the epoch and the step within it, the sums of the epoch so far, the history, and the state
 * of the other callbacks. `parseCheckpoint` reads it, `fit` takes it as `resume`, and the resumed run ends with the same
 * bits as one that was never interrupted. For files see `checkpoint` in `@gradkit/train/node`.
 *
 * @param save takes the bytes of a checkpoint, a safetensors file; a promise that it returns is awaited
 * @throws ArgumentError when an option is wrong, and at the start of training when nothing called `monitor` is measured
 * @example
 * ```ts
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { adam } from '@gradkit/optimizers';
 * import { checkpointTo, fit, parseCheckpoint } from '@gradkit/train';
 *
 * const data = { x: [[0], [1], [2], [3]], y: [[1], [3], [5], [7]] };
 * const options = { loss: meanSquaredError(), epochs: 10, batchSize: 2 };
 * const kept: Uint8Array[] = [];
 * const whole = sequential([dense({ units: 1 })]);
 * const callbacks = [checkpointTo((bytes) => void kept.push(bytes), { every: { steps: 7 } })];
 * await fit(whole, data, { ...options, optimizer: adam(), callbacks });
 *
 * const resumed = sequential([dense({ units: 1 })]);
 * const resume = parseCheckpoint(kept[0] as Uint8Array);
 * await fit(resumed, data, { ...options, optimizer: adam(), resume });
 * console.log(resume.epoch, resume.step, resumed.getWeights()[0]?.[0] === whole.getWeights()[0]?.[0]); // 3 1 true
 * ```
 */
export function checkpointTo(
  save: (bytes: Uint8Array, context: TrainingContext) => unknown,
  options: CheckpointOptions = {},
): Callback {
  if (typeof save !== 'function') {
    throw new ArgumentError(`checkpointTo: expected a function that keeps bytes, got ${describe(save)}.`);
  }
  checkOptions('checkpointTo', options, checkpointKeys);
  return checkpointCallback('checkpointTo', save, options);
}

/** The callback that makes checkpoints, in the name of a function. */
export function checkpointCallback(
  where: string,
  save: (bytes: Uint8Array, context: TrainingContext) => unknown,
  options: CheckpointOptions,
): Callback {
  const { every = { epochs: 1 }, saveBestOnly = false, monitor = 'valLoss', mode = 'auto' } = options;
  checkFlags(where, { saveBestOnly });
  checkMode(where, mode);
  checkOptions(`${where}: every`, every, ['epochs', 'steps']);
  const { epochs, steps } = every as { readonly epochs?: number; readonly steps?: number };
  if ((epochs === undefined) === (steps === undefined)) {
    throw new ArgumentError(`${where}: every is { epochs } or { steps }, got ${describe(every)}.`);
  }
  checkCount(where, 'every', epochs ?? steps);
  if (saveBestOnly && epochs === undefined) {
    throw new ArgumentError(`${where}: saveBestOnly looks at the results of epochs: it needs every: { epochs }.`);
  }
  let sign: 1 | -1 = 1;
  let best: number | undefined;
  let passed = 0;

  return {
    onTrainBegin({ directions }) {
      if (saveBestOnly) sign = signOf(where, monitor, mode, directions);
      best = undefined;
      passed = 0;
    },
    onSettled(context) {
      const isEpochEnd = context.state.logs !== undefined;
      if (isEpochEnd !== (epochs !== undefined)) return;
      passed++;
      if (passed < ((epochs ?? steps) as number)) return;
      if (saveBestOnly) {
        const value = context.logs[monitor];
        if (value === undefined || !improves(sign, value, best, 0)) return;
        best = value;
      }
      passed = 0;
      const saved = save(snapshot(context), context);
      return saved instanceof Promise ? saved.then(() => {}) : undefined;
    },
    state: {
      name: 'checkpoint',
      optional: true,
      save: () => ({ values: { best: best ?? null, passed } }),
      restore({ values }) {
        const saved = values as { readonly best: number | null; readonly passed: number };
        best = saved.best ?? undefined;
        passed = saved.passed;
      },
    },
  };
}
