import { ArgumentError, describe } from '@gradkit/core';

/** A learning rate: one number for all steps, or a function of the number of updates made before, counted from 0. */
export type LearningRate = number | ((step: number) => number);

/** A learning rate as a function of the step that can say what it is. */
export interface Schedule {
  (step: number): number;
  /** The formula with its numbers, for summaries. */
  readonly description: string;
}

/** A function of the step with its description. */
export function schedule(description: string, rate: (step: number) => number): Schedule {
  return Object.assign((step: number) => rate(step), { description });
}

/** A learning rate in words, as far as it can say. */
export function describeRate(rate: LearningRate): string {
  return typeof rate === 'number'
    ? String(rate)
    : ((rate as Partial<Schedule>).description ?? 'a function of the step');
}

/** The learning rate of a step, checked. `where` names the optimizer, and `step` is asked for only if needed. */
export function rateAt(where: string, rate: LearningRate, step: () => number): number {
  if (typeof rate === 'number') return checkRate(where, rate);
  const at = step();
  return checkRate(`${where}: the learning rate at step ${at}`, rate(at));
}

/** Throws unless it is a usable learning rate, as far as one can tell before the first step. */
export function checkLearningRate(where: string, rate: unknown): LearningRate {
  return typeof rate === 'function' ? (rate as LearningRate) : checkRate(`${where}: learningRate`, rate);
}

function checkRate(what: string, rate: unknown): number {
  if (typeof rate === 'number' && rate >= 0 && rate < Infinity) return rate;
  throw new ArgumentError(`${what} must be a finite number of at least 0, got ${describe(rate)}.`);
}
