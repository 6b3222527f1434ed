import { gradients } from '@gradkit/autograd';
import { ArgumentError, checkOptions, DataError, describe, jit, key, type Tensor } from '@gradkit/core';
import type { Dataset } from '@gradkit/data';
import type { Model } from '@gradkit/layers';
import type { Loss } from '@gradkit/losses';
import type { Metric } from '@gradkit/metrics';
import type { Optimizer } from '@gradkit/optimizers';
import { breath } from './breath.ts';
import type { Callback, Logs, TrainingContext } from './callback.ts';
import { checkEvaluable, checkLoss, evaluator } from './evaluate.ts';
import { type History, recordHistory } from './history.ts';
import { checkTargets, type TrainingData, toBatchSize, toDataset } from './samples.ts';
import { addBatch, checkMetrics, directionsOf, initialTotals, readTotals, type Totals, totalLoss } from './totals.ts';

/** Options of {@link fit}. */
export interface FitOptions {
  readonly optimizer: Optimizer;
  /** What to make small: the mean loss of a batch. Penalties of parameters are added to it. */
  readonly loss: Loss;
  /** Measured in training and in validation; default none. */
  readonly metrics?: readonly Metric[] | undefined;
  /** Times that all samples are seen: training ends before this epoch. Default 1. */
  readonly epochs?: number | undefined;
  /** Samples per step, or `'full'` for all; default 32. The last batch of an epoch may be smaller. */
  readonly batchSize?: number | 'full' | undefined;
  /** Share of the samples, from the end and before any shuffling, that is kept for validation: 0 ≤ share < 1. Default 0. */
  readonly validationSplit?: number | undefined;
  /** Data to measure after every epoch; default none. */
  readonly validationData?: TrainingData | undefined;
  /** Whether every epoch has an order of its own; default true. */
  readonly shuffle?: boolean | undefined;
  /** Source of the order of samples, and of the weights if the model has none yet; a safe integer ≥ 0, default 0. */
  readonly seed?: number | undefined;
  /** What to do while training; default nothing. */
  readonly callbacks?: readonly Callback[] | undefined;
  /** Steps of an epoch; default as many as there are batches, and not more. */
  readonly stepsPerEpoch?: number | undefined;
  /** The first epoch, counted from 0: to go on with a run. Default 0. */
  readonly initialEpoch?: number | undefined;
}

const optionNames = [
  'optimizer',
  'loss',
  'metrics',
  'epochs',
  'batchSize',
  'validationSplit',
  'validationData',
  'shuffle',
  'seed',
  'callbacks',
  'stepsPerEpoch',
  'initialEpoch',
];

/**
 * Trains a model: in every epoch one step for each batch, then the validation.
 *
 * One step is one compiled program: predictions, loss and penalties, gradients, the optimizer's update, moving
 * statistics and metrics. The logs of an epoch are means over its samples; those of training are measured while the
 * weights change, those of validation (`valLoss`, `valAccuracy`, …) afterwards. The same seed gives the same numbers.
 *
 * NaN in the data is not an error: `history.flags` tells about it, and the first step whose loss was not finite.
 *
 * @param model a model; if it has no variables yet, they are made from the seed
 * @param data a data set, or `{ x, y }` whose first axes count samples
 * @returns the loss and the metrics of every epoch
 * @throws ArgumentError, ShapeError, DataError before anything is trained: when an option is missing or wrong, the data is
 * empty, shapes do not fit, or a label is not a class
 * @example
 * ```ts
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { sgd } from '@gradkit/optimizers';
 * import { fit } from '@gradkit/train';
 *
 * const model = sequential([dense({ units: 1 })]);
 * const data = { x: [[-1], [0], [1], [2]], y: [[-3], [-1], [1], [3]] };
 * const history = await fit(model, data, { optimizer: sgd({ learningRate: 0.1 }), loss: meanSquaredError(), epochs: 50 });
 * console.log(history.best('loss')); // close to 0: the model has found y = 2x − 1
 * ```
 */
export async function fit(model: Model, data: TrainingData, options: FitOptions): Promise<History> {
  const { optimizer, loss, metrics, callbacks, initialEpoch, epochs, batches, validation, ...plan } = prepare(
    model,
    data,
    options,
  );
  const directions = {
    ...directionsOf(metrics, false),
    ...(validation === undefined ? {} : directionsOf(metrics, true)),
  };
  const { history, add: record } = recordHistory(directions);
  history.flags.nonFiniteInputs = plan.nonFiniteInputs;

  const step = jit((x: Tensor, y: Tensor, totals: Totals): Totals => {
    const predicted = model.apply(x, { training: true });
    const value = totalLoss('fit', loss(y, predicted), model);
    optimizer.apply(gradients(value, model.parameters), model.parameters);
    return addBatch(totals, metrics, value, y, predicted);
  });
  const validate = evaluator(model, loss, metrics);

  let epoch = initialEpoch;
  let done = 0;
  let seen = 0;
  let totals = initialTotals(metrics);
  let logs: Logs | undefined;
  let stopped = false;
  const context: TrainingContext = {
    model,
    optimizer,
    epochs,
    steps: plan.steps,
    directions,
    get epoch() {
      return epoch;
    },
    get step() {
      return done;
    },
    get logs() {
      return logs ?? (done === 0 ? {} : readTotals(totals, metrics, seen, false));
    },
    stop() {
      stopped = true;
    },
  };
  const notify = async (moment: Exclude<keyof Callback, 'onBatchEnd'>): Promise<void> => {
    for (const callback of callbacks) await callback[moment]?.(context);
  };

  await notify('onTrainBegin');
  const breathe = breath();
  for (; epoch < epochs && !stopped; epoch++) {
    logs = undefined;
    totals = initialTotals(metrics);
    done = 0;
    seen = 0;
    await notify('onEpochBegin');
    const ofEpoch = batches.epoch(epoch);
    for (let index = 0; index < plan.steps && !stopped; index++) {
      const { x, y } = ofEpoch.at(index);
      totals = step(x, y, totals);
      done++;
      seen += y.shape[0] ?? 0;
      for (const callback of callbacks) {
        const pending = callback.onBatchEnd?.(context);
        if (pending !== undefined) await pending;
      }
      const pause = breathe();
      if (pause !== undefined) await pause;
    }

    if (done === 0) break;

    const nonFiniteStep = totals.nonFiniteStep.item();
    if (nonFiniteStep >= 0) history.flags.nonFiniteLoss ??= { epoch, step: nonFiniteStep };
    logs = {
      ...readTotals(totals, metrics, seen, false),
      ...(validation === undefined ? {} : await validate(validation.batch(batches.batchSize), validation.size, true)),
    };
    record(epoch, logs);
    await notify('onEpochEnd');
    if (stopped) history.stoppedEpoch = epoch;
  }
  await notify('onTrainEnd');
  return history;
}

/** Checks everything that can be checked before training, builds the model, and says what will be done. */
function prepare(model: Model, data: TrainingData, options: FitOptions) {
  checkOptions('fit', options, optionNames);
  const {
    optimizer,
    loss,
    metrics = [],
    epochs = 1,
    batchSize = 32,
    validationSplit = 0,
    validationData,
    shuffle = true,
    seed = 0,
    callbacks = [],
    stepsPerEpoch,
    initialEpoch = 0,
  } = options ?? {};
  checkEvaluable('fit', model);
  if (typeof optimizer?.apply !== 'function') {
    throw new ArgumentError(`fit: needs an optimizer such as adam(), got ${describe(optimizer)}.`);
  }
  checkLoss('fit', loss);
  checkMetrics('fit', metrics);
  checkInteger('epochs', epochs, 1);
  checkInteger('initialEpoch', initialEpoch, 0);
  if (initialEpoch >= epochs) {
    throw new ArgumentError(
      `fit: initialEpoch ${initialEpoch} leaves nothing to train: training ends before epoch ${epochs}.`,
    );
  }
  if (!Array.isArray(callbacks) || !callbacks.every((callback) => typeof callback === 'object' && callback !== null)) {
    throw new ArgumentError('fit: callbacks is a list such as [earlyStopping()].');
  }
  checkInteger('seed', seed, 0);

  const { train, validation } = divide(toDataset('fit', data), validationSplit, validationData);
  const size = toBatchSize('fit', batchSize, train.size);
  const batches = (shuffle ? train.shuffle({ seed }) : train).batch(size);
  if (stepsPerEpoch !== undefined) {
    checkInteger('stepsPerEpoch', stepsPerEpoch, 1);
    if (stepsPerEpoch > batches.length) {
      throw new ArgumentError(
        `fit: stepsPerEpoch is ${stepsPerEpoch}, but ${train.size} samples make ${batches.length} batches of ${size}.`,
      );
    }
  }

  const output = model.build([Math.min(size, train.size), ...train.fields.x.shape], key(seed));
  checkTargets(train, output, loss);
  if (validation !== undefined) checkTargets(validation, output, loss);
  const stored = validation === undefined ? [train] : [train, validation];
  return {
    optimizer,
    loss,
    metrics,
    epochs,
    initialEpoch,
    callbacks,
    batches,
    validation,
    steps: stepsPerEpoch ?? batches.length,
    nonFiniteInputs: stored.some((part) => Object.values(part.countNonFinite()).some((count) => count > 0)),
  };
}

/** Training and validation samples. The split is taken from the end, in the order that the samples have. */
function divide(
  data: Dataset,
  validationSplit: number,
  validationData: TrainingData | undefined,
): { readonly train: Dataset; readonly validation: Dataset | undefined } {
  if (!(validationSplit >= 0 && validationSplit < 1)) {
    throw new ArgumentError(`fit: validationSplit is at least 0 and less than 1, got ${describe(validationSplit)}.`);
  }
  if (validationData !== undefined) {
    if (validationSplit > 0) throw new ArgumentError('fit: give validationData or validationSplit, not both.');
    return { train: data, validation: toDataset('fit: validationData', validationData) };
  }
  if (validationSplit === 0) return { train: data, validation: undefined };
  // A product that misses an integer by rounding, such as 10 · (1 − 0.9), still means that integer.
  const count = Math.floor(data.size * (1 - validationSplit) + 1e-9);
  if (count === 0 || count === data.size) {
    const empty = count === 0 ? 'training' : 'validation';
    throw new DataError(`fit: validationSplit ${validationSplit} of ${data.size} samples leaves none for ${empty}.`);
  }
  return { train: data.take(count), validation: data.skip(count) };
}

function checkInteger(name: string, value: unknown, lowest: number): void {
  if (!Number.isSafeInteger(value) || (value as number) < lowest) {
    throw new ArgumentError(`fit: ${name} is an integer of at least ${lowest}, got ${describe(value)}.`);
  }
}
