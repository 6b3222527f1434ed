import { ArgumentError, describe } from '@gradkit/core';
import type { TrainingContext } from './callback.ts';

/** Whether smaller or larger is better; `auto`: what the metric itself says. */
export type MonitorMode = 'auto' | 'min' | 'max';

export function checkMode(where: string, mode: unknown): void {
  if (mode === 'auto' || mode === 'min' || mode === 'max') return;
  throw new ArgumentError(`${where}: mode is 'auto', 'min' or 'max', got ${describe(mode)}.`);
}

export function checkAtLeastZero(where: string, name: string, value: unknown): void {
  if (typeof value === 'number' && value >= 0 && value < Infinity) return;
  throw new ArgumentError(`${where}: ${name} is a number of at least 0, got ${describe(value)}.`);
}

/** 1 where larger is better, -1 where smaller is; throws when nothing of that name is measured. */
export function signOf(
  where: string,
  monitor: string,
  mode: MonitorMode,
  directions: TrainingContext['directions'],
): 1 | -1 {
  const direction = directions[monitor];
  if (direction === undefined) {
    const hint = monitor.startsWith('val') ? ' Give fit validationSplit or validationData.' : '';
    throw new ArgumentError(
      `${where}: nothing called "${monitor}" is measured, only ${Object.keys(directions).join(', ')}.${hint}`,
    );
  }
  const wanted = mode === 'auto' ? direction : mode;
  if (wanted === 'none') throw new ArgumentError(`${where}: values of "${monitor}" are not ordered: give a mode.`);
  return wanted === 'max' ? 1 : -1;
}

/** Whether a value is better than another by more than `minDelta`; NaN never is. */
export function improves(sign: 1 | -1, value: number, best: number | undefined, minDelta: number): boolean {
  return best === undefined ? !Number.isNaN(value) : sign * (value - best) > minDelta;
}
