import { checkOptions, type TypedArray } from '@gradkit/core';
import type { NamedVariable } from '@gradkit/layers';
import type { Callback } from './callback.ts';
import { checkAtLeastZero, checkMode, improves, type MonitorMode, signOf } from './monitor.ts';

/** Options of {@link earlyStopping}. */
export interface EarlyStoppingOptions {
  /** The log to watch; default `valLoss`. */
  readonly monitor?: string | undefined;
  /** A change counts as an improvement only beyond this, at least 0; default 0. */
  readonly minDelta?: number | undefined;
  /** Training stops after this many epochs in a row without improvement, at least 0; 0 means the same as 1. Default 0. */
  readonly patience?: number | undefined;
  /** Whether smaller or larger is better; default `auto`: what the metric itself says. */
  readonly mode?: MonitorMode | undefined;
  /** A value that must be beaten for patience to start anew; default none. */
  readonly baseline?: number | undefined;
  /** Whether training ends with the weights of the best epoch instead of the last; default false. */
  readonly restoreBestWeights?: boolean | undefined;
  /** Epochs before this one, counted from 0, are not watched; default 0. */
  readonly startFromEpoch?: number | undefined;
}

const optionNames = ['monitor', 'minDelta', 'patience', 'mode', 'baseline', 'restoreBestWeights', 'startFromEpoch'];

/**
 * Stops training when a log, usually of the validation, no longer improves.
 *
 * ```text
 * stop after `patience` epochs without improvement
 * value v improves on best b:  v < b − minDelta, or v > b + minDelta where larger is better
 * ```
 *
 * NaN never improves.
 *
 * Weights that are restored are all variables of the model: also moving statistics and the state of random numbers.
 *
 * @throws ArgumentError when an option is out of range, and at the start of training when nothing called `monitor` is
 * measured
 * @see Prechelt, Early stopping – but when?, Neural Networks: Tricks of the Trade, 1998
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
  const { minDelta = 0, patience = 0, startFromEpoch = 0 } = options;
  checkAtLeastZero('earlyStopping', 'minDelta', minDelta);
  checkAtLeastZero('earlyStopping', 'patience', patience);
  checkAtLeastZero('earlyStopping', 'startFromEpoch', startFromEpoch);
  checkMode('earlyStopping', mode);

  let sign: 1 | -1 = 1;
  let best: number | undefined;
  let bestWeights: TypedArray[] | undefined;
  let waited = 0;
  let variables: () => readonly NamedVariable[] = () => [];

  return {
    onTrainBegin({ directions, model }) {
      sign = signOf('earlyStopping', monitor, mode, directions);
      best = undefined;
      bestWeights = undefined;
      waited = 0;
      variables = () => model.variables;
    },
    onEpochEnd({ epoch, logs, model, stop }) {
      const value = logs[monitor];
      if (value === undefined || epoch < startFromEpoch) return;
      // The first watched epoch is what to restore if none improves.
      if (restoreBestWeights) bestWeights ??= model.getWeights();
      waited++;
      if (improves(sign, value, best, minDelta)) {
        best = value;
        if (restoreBestWeights) bestWeights = model.getWeights();
        if (baseline === undefined || improves(sign, value, baseline, minDelta)) waited = 0;
        return;
      }
      if (waited >= patience) stop();
    },
    onTrainEnd({ model }) {
      if (bestWeights !== undefined) model.setWeights(bestWeights);
    },
    state: {
      name: 'earlyStopping',
      save: () => ({
        values: { best: best ?? null, waited },
        arrays: Object.fromEntries(
          (bestWeights ?? []).map((data, i) => {
            const { name, variable } = variables()[i] as NamedVariable;
            return [name, { dtype: variable.dtype, shape: variable.shape, data }] as const;
          }),
        ),
      }),
      restore({ values, arrays = {} }) {
        const saved = values as { readonly best: number | null; readonly waited: number };
        best = saved.best ?? undefined;
        waited = saved.waited;
        const weights = variables().flatMap(({ name }) => arrays[name]?.data ?? []);
        bestWeights = weights.length > 0 ? weights : undefined;
      },
    },
  };
}
