import type { Model } from '@gradkit/layers';
import type { Optimizer } from '@gradkit/optimizers';

/** Numbers by name, such as `loss`, `accuracy`, `valLoss`. */
export type Logs = Readonly<Record<string, number>>;

/** Whether better is larger or smaller; `none` when values are not ordered. */
export type Direction = 'max' | 'min' | 'none';

/** Where training stands: what callbacks see. */
export interface TrainingContext {
  readonly model: Model;
  readonly optimizer: Optimizer;
  /** The epoch, counted from 0. */
  readonly epoch: number;
  /** The epoch that training ends before. */
  readonly epochs: number;
  /** Steps done in this epoch. */
  readonly step: number;
  /** Steps of an epoch. */
  readonly steps: number;
  /** At the end of an epoch its results; before, the means so far. Reading them waits for the computation. */
  readonly logs: Logs;
  /** What every epoch will log, and which direction is better. */
  readonly directions: Readonly<Record<string, Direction>>;
  /** Ends training: after this batch the epoch is closed as usual, and is the last. */
  stop(): void;
}

/** What to do at certain moments of training. All members are optional; promises are awaited. */
export interface Callback {
  /** Before the first epoch; an error thrown here leaves the weights untouched. */
  onTrainBegin?(context: TrainingContext): void | Promise<void>;
  onEpochBegin?(context: TrainingContext): void | Promise<void>;
  onBatchEnd?(context: TrainingContext): void | Promise<void>;
  /** After the validation. */
  onEpochEnd?(context: TrainingContext): void | Promise<void>;
  onTrainEnd?(context: TrainingContext): void | Promise<void>;
}
