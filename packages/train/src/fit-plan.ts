import { ArgumentError, checkOptions, DataError, describe, key, type Shape, type Tensor } from '@gradkit/core';
import type { BatchSource } from '@gradkit/data';
import type { ShapesOf, Values } from '@gradkit/layers';
import type { Optimizer } from '@gradkit/optimizers';
import type { AnyModel, Callback, Resumable, RunSetup } from './callback.ts';
import { type ClassWeight, checkClassWeight } from './class-weight.ts';
import type { Signal } from './draw.ts';
import { checkCount, checkEvaluable, checkSteps, neededFields } from './evaluate.ts';
import { inputFields, outputFields } from './forward-pass.ts';
import { type Objective, type ObjectiveOptions, objectiveKeys, objectiveOf } from './objective.ts';
import {
  checkTargets,
  type Drawable,
  firstBatch,
  inMemory,
  type TrainingData,
  toBatches,
  toDrawable,
  usedFields,
} from './samples.ts';

/** Options of {@link fit}. */
export interface FitOptions extends ObjectiveOptions {
  readonly optimizer: Optimizer;
  /** Times that all samples are seen: training ends before this epoch. Default 1. */
  readonly epochs?: number | undefined;
  /**
   * Samples per step, or `'full'` for all; default 32, or as the batches given. The last batch of an epoch may be smaller.
   */
  readonly batchSize?: number | 'full' | undefined;
  /** How much the samples of each class count in training: `{ 0: 1, 1: 5 }`; classes not named count 1. Default none. */
  readonly classWeight?: ClassWeight | undefined;
  /**
   * Share of the samples in memory, from the end and before any shuffling, that is kept for validation: 0 ≤ share < 1.
   * Default 0.
   */
  readonly validationSplit?: number | undefined;
  /** Data to measure after every epoch; default none. */
  readonly validationData?: TrainingData | undefined;
  /** Samples per step of the validation; default `batchSize`. */
  readonly validationBatchSize?: number | 'full' | undefined;
  /** Measures this many batches of the validation data at most; default all. */
  readonly validationSteps?: number | undefined;
  /** Validates after every so many epochs, or after those in a list, counted from 0. Default 1. */
  readonly validationFrequency?: number | readonly number[] | undefined;
  /** Whether every epoch has an order of its own, where samples are in memory; streams are shuffled by themselves. Default true. */
  readonly shuffle?: boolean | undefined;
  /** Source of the order of samples, and of the weights if the model has none yet; a safe integer ≥ 0, default 0. */
  readonly seed?: number | undefined;
  /** What to do while training; default nothing. */
  readonly callbacks?: readonly Callback[] | undefined;
  /**
   * Steps of an epoch; default as many as there are batches. Of batches that never end, an epoch takes the next ones; of
   * others, never more than there are.
   */
  readonly stepsPerEpoch?: number | undefined;
  /** The first epoch, counted from 0: to go on with a run. Default 0, or as `resume` says. */
  readonly initialEpoch?: number | undefined;
  /** A checkpoint to go on from, as if the run had never been interrupted; default none. */
  readonly resume?: Resumable | undefined;
  /** Ends training after the current step: `fit` then rejects with the signal's reason. Default none. */
  readonly signal?: Signal | undefined;
}

const optionNames = [
  'optimizer',
  'epochs',
  'batchSize',
  'classWeight',
  'validationSplit',
  'validationData',
  'validationBatchSize',
  'validationSteps',
  'validationFrequency',
  'shuffle',
  'seed',
  'callbacks',
  'stepsPerEpoch',
  'initialEpoch',
  'resume',
  'signal',
];

/** What will be done: the options with their defaults, and the data divided. */
export interface FitPlan {
  readonly optimizer: Optimizer;
  readonly objective: Objective;
  readonly classWeight: ClassWeight | undefined;
  readonly callbacks: readonly Callback[];
  readonly initialEpoch: number;
  readonly epochs: number;
  /** The training samples; every epoch has its own order of them. */
  readonly batches: BatchSource<string>;
  /** The names of the fields that a step takes. */
  readonly fields: readonly string[];
  /** Steps of an epoch, if that is known. */
  readonly steps: number | undefined;
  readonly validation: ValidationPlan | undefined;
  /** Whether any of the data in memory is NaN or infinite. */
  readonly nonFiniteInputs: boolean;
  readonly setup: RunSetup;
}

/** What is measured after epochs. */
interface ValidationPlan {
  readonly batches: BatchSource<string>;
  readonly fields: readonly string[];
  readonly steps: number | undefined;
  /** Whether it is measured after an epoch. */
  readonly isDue: (epoch: number) => boolean;
}

/** Checks everything that can be checked before training, builds the model, and says what will be done. */
export async function planFit(model: AnyModel, data: TrainingData, options: FitOptions): Promise<FitPlan> {
  checkOptions('fit', options, [...objectiveKeys, ...optionNames]);
  const {
    optimizer,
    epochs = 1,
    classWeight,
    validationSteps,
    validationFrequency = 1,
    shuffle = true,
    seed = 0,
    callbacks = [],
    stepsPerEpoch,
    initialEpoch = 0,
  } = options ?? {};
  checkEvaluable('fit', model);
  if (typeof optimizer?.step !== 'function') {
    throw new ArgumentError(`fit: needs an optimizer such as adam(), got ${describe(optimizer)}.`);
  }
  const objective = objectiveOf('fit', options, outputFields(model));
  checkCount('fit', 'epochs', epochs);
  checkCount('fit', 'initialEpoch', initialEpoch, 0);
  checkCount('fit', 'seed', seed, 0);
  if (initialEpoch >= epochs) {
    throw new ArgumentError(
      `fit: initialEpoch ${initialEpoch} leaves nothing to train: training ends before epoch ${epochs}.`,
    );
  }
  if (!Array.isArray(callbacks) || !callbacks.every((callback) => typeof callback === 'object' && callback !== null)) {
    throw new ArgumentError('fit: callbacks is a list such as [earlyStopping()].');
  }
  if (options.resume !== undefined && (typeof options.resume?.restore !== 'function' || 'initialEpoch' in options)) {
    throw new ArgumentError('fit: resume is a checkpoint such as parseCheckpoint() gives, and excludes initialEpoch.');
  }
  const isListed = Array.isArray(validationFrequency);
  if (!isListed) checkCount('fit', 'validationFrequency', validationFrequency);
  checkClassWeight('fit', classWeight, objective);

  const needed = neededFields(model, objective);
  const { train, validation } = divide(toDrawable('fit', data, needed), needed, options);
  const memory = inMemory(train);
  const batches = toBatches('fit', (shuffle && memory?.shuffle({ seed })) || train, options.batchSize);
  checkSteps('fit', 'stepsPerEpoch', stepsPerEpoch, batches);
  if (stepsPerEpoch !== undefined && stepsPerEpoch > (batches.length ?? Infinity)) {
    const samples = memory?.size ?? 'the';
    throw new ArgumentError(
      `fit: stepsPerEpoch is ${stepsPerEpoch}, but ${samples} samples make ${batches.length} batches of ${batches.batchSize}.`,
    );
  }

  let outputs: readonly Shape[] | undefined;
  /** The fields of data that a step takes, once it is checked; builds the model for the first data. */
  const check = async (where: string, drawable: Drawable, source: BatchSource<string>): Promise<readonly string[]> => {
    const probe = await firstBatch(where, drawable, source, options.signal);
    const fields = usedFields(where, probe, needed);
    if (outputs === undefined) {
      const shapes = inputFields(model).map((name) => (probe[name] as Tensor).shape);
      const built = model.build((model.inputNames === undefined ? shapes[0] : shapes) as ShapesOf<Values>, key(seed));
      outputs = (model.outputNames === undefined ? [built] : built) as readonly Shape[];
    }
    for (const { field, index, loss } of objective.outputs) {
      checkTargets(drawable, probe, field, outputs[index] as Shape, loss);
    }
    return fields;
  };
  const fields = await check('fit', train, batches);
  let plan: ValidationPlan | undefined;
  if (validation !== undefined) {
    const size = options.validationBatchSize ?? ('batch' in validation ? batches.batchSize : undefined);
    const measured = toBatches('fit: validation', validation, size);
    checkSteps('fit', 'validationSteps', validationSteps, measured);
    plan = {
      batches: measured,
      fields: await check('fit: validation', validation, measured),
      steps: validationSteps,
      isDue: (epoch) =>
        isListed ? validationFrequency.includes(epoch) : (epoch + 1) % (validationFrequency as number) === 0,
    };
  }
  const stored = [memory, inMemory(validation)].flatMap((part) => Object.values(part?.countNonFinite() ?? {}));
  const steps = stepsPerEpoch ?? batches.length;
  return {
    optimizer,
    objective,
    classWeight,
    epochs,
    initialEpoch,
    callbacks,
    batches,
    fields,
    steps,
    validation: plan,
    nonFiniteInputs: stored.some((count) => count > 0),
    setup: { seed, shuffle, batchSize: batches.batchSize, samples: memory?.size, stepsPerEpoch: steps },
  };
}

/** Training and validation samples. The split is taken from the end, in the order that the samples have. */
function divide(
  train: Drawable,
  fields: readonly string[],
  { validationSplit = 0, validationData }: FitOptions,
): { readonly train: Drawable; readonly validation: Drawable | undefined } {
  if (!(validationSplit >= 0 && validationSplit < 1)) {
    throw new ArgumentError(`fit: validationSplit is at least 0 and less than 1, got ${describe(validationSplit)}.`);
  }
  if (validationData !== undefined) {
    if (validationSplit > 0) throw new ArgumentError('fit: give validationData or validationSplit, not both.');
    return { train, validation: toDrawable('fit: validationData', validationData, fields) };
  }
  if (validationSplit === 0) return { train, validation: undefined };
  const samples = inMemory(train);
  if (samples === undefined) throw new ArgumentError('fit: validationSplit needs data in memory. Give validationData.');
  // A product that misses an integer by rounding, such as 10 · (1 − 0.9), still means that integer.
  const count = Math.floor(samples.size * (1 - validationSplit) + 1e-9);
  if (count === 0 || count === samples.size) {
    const empty = count === 0 ? 'training' : 'validation';
    throw new DataError(`fit: validationSplit ${validationSplit} of ${samples.size} samples leaves none for ${empty}.`);
  }
  return { train: samples.take(count), validation: samples.skip(count) };
}
