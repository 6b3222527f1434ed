import { ArgumentError, checkOptions, DataError, describe, key } from '@gradkit/core';
import type { Batches, Dataset } from '@gradkit/data';
import type { Model } from '@gradkit/layers';
import type { Loss } from '@gradkit/losses';
import type { Metric } from '@gradkit/metrics';
import type { Optimizer } from '@gradkit/optimizers';
import type { Callback } from './callback.ts';
import { checkEvaluable, checkLoss } from './evaluate.ts';
import { checkTargets, type TrainingData, toBatchSize, toDataset } from './samples.ts';
import { checkMetrics } from './totals.ts';

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

/** What will be done: the options with their defaults, and the data divided. */
export interface FitPlan {
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  readonly metrics: readonly Metric[];
  readonly callbacks: readonly Callback[];
  readonly initialEpoch: number;
  readonly epochs: number;
  /** The training samples; every epoch has its own order of them. */
  readonly batches: Batches;
  /** Steps of an epoch. */
  readonly steps: number;
  /** The validation samples, in batches of the same size. */
  readonly validation: Batches | undefined;
  readonly validationSize: number;
  /** Whether any of the data is NaN or infinite. */
  readonly nonFiniteInputs: boolean;
}

/** Checks everything that can be checked before training, builds the model, and says what will be done. */
export function planFit(model: Model, data: TrainingData, options: FitOptions): FitPlan {
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
    validation: validation?.batch(size),
    validationSize: validation?.size ?? 0,
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
