import { ArgumentError } from '@gradkit/core';
import type { Direction, Logs } from './callback.ts';

/** What was not a number, or not finite, on the way. */
export interface TrainingFlags {
  /** Whether inputs or targets in memory held NaN or infinities. */
  nonFiniteInputs: boolean;
  /** The first step whose loss was NaN or infinite, both counted from 0. */
  nonFiniteLoss?: { readonly epoch: number; readonly step: number };
}

/** The record of a training run. */
export interface History {
  /** The epochs that were trained, counted from 0. */
  readonly epochs: readonly number[];
  /**
   * One number per epoch under each name: `loss`, the metrics, and with validation `valLoss` and so on, for the epochs that
   * were validated.
   */
  readonly logs: Readonly<Record<string, readonly number[]>>;
  /** The epoch that a callback made the last; absent when all epochs were trained. */
  readonly stoppedEpoch?: number;
  readonly flags: Readonly<TrainingFlags>;
  /**
   * The best value of a log: the smallest or the largest, as its metric says; NaN only if there is nothing else.
   * @throws ArgumentError when nothing of that name was logged, or its values are not ordered
   */
  best(name: string): number;
}

/** A history that may be written. */
export interface RunHistory extends History {
  readonly epochs: number[];
  readonly logs: Record<string, number[]>;
  stoppedEpoch?: number;
  readonly flags: TrainingFlags;
}

/** A history while a run adds to it. */
export interface HistoryRecord {
  readonly history: RunHistory;
  add(epoch: number, logs: Logs): void;
}

export function recordHistory(directions: Readonly<Record<string, Direction>>): HistoryRecord {
  const epochs: number[] = [];
  const logs: Record<string, number[]> = Object.fromEntries(Object.keys(directions).map((name) => [name, []]));
  const history: RunHistory = {
    epochs,
    logs,
    flags: { nonFiniteInputs: false },
    best(name) {
      const values = logs[name];
      const direction = directions[name];
      if (values === undefined || values.length === 0 || direction === undefined) {
        throw new ArgumentError(`best: nothing is called "${name}". There is ${Object.keys(logs).join(', ')}.`);
      }
      if (direction === 'none') throw new ArgumentError(`best: the values of "${name}" are not ordered.`);
      const comparable = values.filter((value) => !Number.isNaN(value));
      if (comparable.length === 0) return Number.NaN;
      return direction === 'max' ? Math.max(...comparable) : Math.min(...comparable);
    },
  };
  return {
    history,
    add(epoch, values) {
      epochs.push(epoch);
      for (const [name, value] of Object.entries(values)) {
        logs[name] ??= [];
        logs[name].push(value);
      }
    },
  };
}
