import { ArgumentError, checkOptions, describe } from '@gradkit/core';
import type { Optimizer } from '@gradkit/optimizers';
import type { Callback } from './callback.ts';
import { checkAtLeastZero, checkMode, improves, type MonitorMode, signOf } from './monitor.ts';

/** Options of {@link reduceLearningRateOnPlateau}. */
export interface ReduceLearningRateOptions {
  /** The log to watch; default `valLoss`. */
  readonly monitor?: string | undefined;
  /** What the learning rate is multiplied by, greater than 0 and less than 1; default 0.1. */
  readonly factor?: number | undefined;
  /** The rate is reduced after this many epochs in a row without improvement; 0 means the same as 1. Default 10. */
  readonly patience?: number | undefined;
  /** Whether smaller or larger is better; default `auto`: what the metric itself says. */
  readonly mode?: MonitorMode | undefined;
  /** A change counts as an improvement only beyond this, at least 0; default 1e-4. */
  readonly minDelta?: number | undefined;
  /** Epochs after a reduction in which patience does not count, at least 0; default 0. */
  readonly cooldown?: number | undefined;
  /** The rate is never reduced below this, at least 0; default 0. */
  readonly minLearningRate?: number | undefined;
}

const where = 'reduceLearningRateOnPlateau';

const optionNames = ['monitor', 'factor', 'patience', 'mode', 'minDelta', 'cooldown', 'minLearningRate'];

/**
 * Reduces the learning rate when a log no longer improves.
 *
 * ```text
 * after `patience` epochs without improvement:  learningRate ← max(factor · learningRate, minLearningRate)
 * value v improves on best b:                   v < b − minDelta, or v > b + minDelta where larger is better
 * ```
 *
 * After a reduction `cooldown` epochs pass before patience counts again. NaN never improves. A learning rate that follows a schedule becomes a constant with the first
 * reduction.
 *
 * @throws ArgumentError when an option is out of range, and at the start of training when nothing called `monitor` is
 * measured
 * @see Keras, ReduceLROnPlateau, 2015
 * @example
 * ```ts
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { sgd } from '@gradkit/optimizers';
 * import { fit, reduceLearningRateOnPlateau } from '@gradkit/train';
 *
 * const optimizer = sgd({ learningRate: 0.1 });
 * await fit(sequential([dense({ units: 1 })]), { x: [[0], [1], [2], [3]], y: [[1], [3], [5], [7]] }, {
 *   optimizer, loss: meanSquaredError(), epochs: 200,
 *   callbacks: [reduceLearningRateOnPlateau({ monitor: 'loss', factor: 0.5, patience: 5, minLearningRate: 1e-4 })],
 * });
 * console.log(optimizer.learningRate < 0.1); // true
 * ```
 */
export function reduceLearningRateOnPlateau(options: ReduceLearningRateOptions = {}): Callback {
  checkOptions(where, options, optionNames);
  const { monitor = 'valLoss', mode = 'auto', factor = 0.1 } = options;
  const { patience = 10, minDelta = 1e-4, cooldown = 0, minLearningRate = 0 } = options;
  if (!(factor > 0 && factor < 1)) {
    throw new ArgumentError(`${where}: factor is greater than 0 and less than 1, got ${describe(factor)}.`);
  }
  for (const [name, value] of Object.entries({ patience, minDelta, cooldown, minLearningRate })) {
    checkAtLeastZero(where, name, value);
  }
  checkMode(where, mode);

  let optimizer: Optimizer | undefined;
  let sign: 1 | -1 = 1;
  let best: number | undefined;
  let waited = 0;
  let cooling = 0;
  let reduced: number | undefined;

  return {
    onTrainBegin(context) {
      ({ optimizer } = context);
      sign = signOf(where, monitor, mode, context.directions);
      best = undefined;
      waited = 0;
      cooling = 0;
      reduced = undefined;
    },
    onEpochEnd({ logs, optimizer: { learningRate } }) {
      const value = logs[monitor];
      if (value === undefined) return;
      if (cooling > 0) {
        cooling--;
        waited = 0;
      }
      if (improves(sign, value, best, minDelta)) {
        best = value;
        waited = 0;
      } else if (cooling === 0 && ++waited >= patience && learningRate > minLearningRate) {
        reduced = Math.max(learningRate * factor, minLearningRate);
        if (optimizer !== undefined) optimizer.learningRate = reduced;
        cooling = cooldown;
        waited = 0;
      }
    },
    state: {
      name: where,
      save: () => ({ values: { best: best ?? null, waited, cooling, reduced: reduced ?? null } }),
      restore({ values }) {
        const saved = values as { readonly [name: string]: number | null };
        best = saved['best'] ?? undefined;
        waited = saved['waited'] ?? 0;
        cooling = saved['cooling'] ?? 0;
        reduced = saved['reduced'] ?? undefined;
        if (reduced !== undefined && optimizer !== undefined) optimizer.learningRate = reduced;
      },
    },
  };
}
