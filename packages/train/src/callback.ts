import type { Tensor } from '@gradkit/core';
import type { Model, Values } from '@gradkit/layers';
import type { Optimizer } from '@gradkit/optimizers';
import type { History, RunHistory } from './history.ts';
import type { StoredArray } from './safetensors.ts';
import type { WatchedStep } from './train-step.ts';

/** Any model, with whatever inputs and outputs. */
export type AnyModel = Model<Values, Values>;

/** Numbers by name, such as `loss`, `accuracy`, `valLoss`. */
export type Logs = Readonly<Record<string, number>>;

/** Whether better is larger or smaller; `none` when values are not ordered. */
export type Direction = 'max' | 'min' | 'none';

/** Where training stands: what callbacks see. */
export interface TrainingContext {
  readonly model: AnyModel;
  readonly optimizer: Optimizer;
  /** The epoch, counted from 0. */
  readonly epoch: number;
  /** The epoch that training ends before. */
  readonly epochs: number;
  /** Steps done in this epoch. */
  readonly step: number;
  /** Steps of an epoch; undefined as long as nobody knows, in the first epoch of a stream. */
  readonly steps: number | undefined;
  /** At the end of an epoch its results; before, the means so far. Reading them waits for the computation. */
  readonly logs: Logs;
  /** What every epoch will log, and which direction is better. */
  readonly directions: Readonly<Record<string, Direction>>;
  /** The results of all epochs so far. */
  readonly history: History;
  /** What runs are compared by before one goes on with another. */
  readonly setup: RunSetup;
  readonly callbacks: readonly Callback[];
  /** What, besides variables and callbacks, a checkpoint must hold to go on from here. */
  readonly state: Readonly<RunState>;
  /** Ends training: after this batch the epoch is closed as usual, and is the last. */
  stop(): void;
}

/**
 * What to do at certain moments of training. A callback is a plain object, so that one of your own, what other libraries
 * call a lambda callback, needs no function to make it. All members are optional; promises are awaited.
 *
 * @example
 * ```ts
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { sgd } from '@gradkit/optimizers';
 * import { type Callback, fit } from '@gradkit/train';
 *
 * const report: Callback = { onEpochEnd: ({ epoch, logs }) => console.log(epoch, logs['loss']) };
 * await fit(sequential([dense({ units: 1 })]), { x: [[0], [1]], y: [[1], [3]] }, {
 *   optimizer: sgd(), loss: meanSquaredError(), epochs: 2, callbacks: [report],
 * });
 * ```
 */
export interface Callback {
  /** Before the first epoch; an error thrown here leaves the weights as they are. */
  onTrainBegin?(context: TrainingContext): void | Promise<void>;
  onEpochBegin?(context: TrainingContext): void | Promise<void>;
  onBatchEnd?(context: TrainingContext): void | Promise<void>;
  /** After the last step of an epoch, before its validation. */
  onEpochTrained?(context: TrainingContext): void | Promise<void>;
  /** After the validation. */
  onEpochEnd?(context: TrainingContext): void | Promise<void>;
  /**
   * When all callbacks are through with the end of a batch, and again with that of an epoch: until the next step nothing
   * changes any more. This is the moment for checkpoints.
   */
  onSettled?(context: TrainingContext): void | Promise<void>;
  /**
   * Looks at a step while it is made into a program, which happens once for each shape of a batch: what it assigns to
   * variables of its own, every step then computes, and other moments can read.
   */
  watch?(step: WatchedStep): void;
  /** Also after an abort, but not after an error. */
  onTrainEnd?(context: TrainingContext): void | Promise<void>;
  /** What checkpoints hold of the callback; absent for one that remembers nothing from one moment to the next. */
  readonly state?: CallbackState;
}

/** A value that JSON can say. Numbers may be NaN or infinite. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What a callback remembers, as a checkpoint keeps it. */
export interface SavedState {
  readonly values: Json;
  readonly arrays?: Readonly<Record<string, StoredArray>> | undefined;
}

/** How a callback is saved and goes on. */
export interface CallbackState {
  /** What the saved state is found by. */
  readonly name: string;
  /** Whether a run may go on without the callback, since it changes nothing in the run itself; default false. */
  readonly optional?: boolean;
  save(): SavedState;
  /** Takes what `save` gave; called after `onTrainBegin`. */
  restore(saved: SavedState): void;
}

/** What must be the same for one run to go on with another. */
export type RunSetup = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where a run stands, besides variables and callbacks: what checkpoints hold. Whoever resumes a run writes it. */
export interface RunState {
  epoch: number;
  /** Steps done in the epoch. */
  step: number;
  /** Steps of an epoch, if that is known. */
  steps: number | undefined;
  /** Samples seen in the epoch. */
  samples: number;
  /** What its steps have added up; first the sum of the losses, each times the number of its samples. */
  totals: readonly Tensor[];
  /** The results of the epoch, once it is over. */
  logs: Logs | undefined;
  /** Whether a callback asked to stop. */
  stopped: boolean;
}

/** A run that is about to begin, and may go on with another. */
export interface RunTarget {
  readonly model: AnyModel;
  readonly optimizer: Optimizer;
  readonly callbacks: readonly Callback[];
  readonly setup: RunSetup;
  /** At the beginning of a run: totals of nothing, as many, of the shapes and types of those to go on with. */
  readonly state: RunState;
  readonly history: RunHistory;
}

/** Something that a run can go on from. */
export interface Resumable {
  /**
   * Gives the run its state and variables their contents. What it returns does the same for callbacks, after their
   * `onTrainBegin`.
   * @throws DataError when it does not fit the run; then nothing is changed
   */
  restore(target: RunTarget): () => void;
}
