import { ArgumentError, checkOptions, describe, type TypedArray } from '@gradkit/core';
import type { Callback, TrainingContext } from './callback.ts';

/** Options of {@link earlyStopping}. */
export interface EarlyStoppingOptions {
  /** The log to watch; default `valLoss`. */
  readonly monitor?: string | undefined;
  /** A change counts as an improvement only beyond this, at least 0; default 0. */
  readonly minDelta?: number | undefined;
  /** Training stops after this many epochs in a row without improvement, at least 0; 0 means the same as 1. Default 0. */
  readonly patience?: number | undefined;
  /** Whether smaller or larger is better; default `auto`: what the metric itself says. */
  readonly mode?: 'auto' | 'min' | 'max' | undefined;
  /** A value that must be beaten for patience to start anew; default none. */
  readonly baseline?: number | undefined;
  /** Whether training ends with the weights of the best epoch instead of the last; default false. */
  readonly restoreBestWeights?: boolean | undefined;
  /** Epochs before this one, counted from 0, are not watched; default 0. */
  readonly startFromEpoch?: number | undefined;
}

const optionNames = ['monitor', 'minDelta', 'patience', 'mode', 'baseline', 'restoreBestWeights', 'startFromEpoch'];

/**
 * Stops training when a log no longer improves.
 *
 * Value v improves on best b when `v < b − minDelta`, or `v > b + minDelta` where larger is better. NaN never improves.
 *
 * Source: Prechelt, "Early stopping – but when?", in Neural Networks: Tricks of the Trade, Springer 1998.
 *
 * @throws ArgumentError when an option is out of range, and at the start of training when nothing called `monitor` is
 * measured
 * @example
 * ```ts
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { sgd } from '@gradkit/optimizers';
 * import { earlyStopping, fit } from '@gradkit/train';
 *
 * const data = { x: [[0], [1], [2], [3]], y: [[1], [3], [5], [7]] };
 * const history = await fit(sequential([dense({ units: 1 })]), data, {
 *   optimizer: sgd({ learningRate: 0.1 }), loss: meanSquaredError(), epochs: 1000,
 *   callbacks: [earlyStopping({ monitor: 'loss', minDelta: 1e-3, patience: 2, restoreBestWeights: true })],
 * });
 * console.log(history.stoppedEpoch); // long before 1000
 * ```
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): Callback {
  checkOptions('earlyStopping', options, optionNames);
  const { monitor = 'valLoss', mode = 'auto', baseline, restoreBestWeights = false } = options;
  const minDelta = atLeastZero('minDelta', options.minDelta);
  const patience = atLeastZero('patience', options.patience);
  const startFromEpoch = atLeastZero('startFromEpoch', options.startFromEpoch);
  if (mode !== 'auto' && mode !== 'min' && mode !== 'max') {
    throw new ArgumentError(`earlyStopping: mode is 'auto', 'min' or 'max', got ${describe(mode)}.`);
  }

  let sign = 1;
  let best: number | undefined;
  let bestWeights: TypedArray[] | undefined;
  let waited = 0;
  const improves = (value: number, reference: number | undefined): boolean =>
    reference === undefined ? !Number.isNaN(value) : sign * (value - reference) > minDelta;

  return {
    onTrainBegin({ directions }) {
      sign = directionOf(monitor, mode, directions) === 'max' ? 1 : -1;
      best = undefined;
      bestWeights = undefined;
      waited = 0;
    },
    onEpochEnd({ epoch, logs, model, stop }) {
      const value = logs[monitor];
      if (value === undefined || epoch < startFromEpoch) return;
      // The first watched epoch is what to restore if none improves.
      if (restoreBestWeights) bestWeights ??= model.getWeights();
      waited++;
      if (improves(value, best)) {
        best = value;
        if (restoreBestWeights) bestWeights = model.getWeights();
        if (baseline === undefined || improves(value, baseline)) waited = 0;
        return;
      }
      if (waited >= patience) stop();
    },
    onTrainEnd({ model }) {
      if (bestWeights !== undefined) model.setWeights(bestWeights);
    },
  };
}

function atLeastZero(name: string, value = 0): number {
  if (typeof value === 'number' && value >= 0 && value < Infinity) return value;
  throw new ArgumentError(`earlyStopping: ${name} is a number of at least 0, got ${describe(value)}.`);
}

function directionOf(
  monitor: string,
  mode: 'auto' | 'min' | 'max',
  directions: TrainingContext['directions'],
): 'min' | 'max' {
  const direction = directions[monitor];
  if (direction === undefined) {
    const hint = monitor.startsWith('val') ? ' Give fit validationSplit or validationData.' : '';
    throw new ArgumentError(
      `earlyStopping: nothing called "${monitor}" is measured, only ${Object.keys(directions).join(', ')}.${hint}`,
    );
  }
  if (mode !== 'auto') return mode;
  if (direction === 'none')
    throw new ArgumentError(`earlyStopping: values of "${monitor}" are not ordered: give a mode.`);
  return direction;
}
