import { ArgumentError, describe } from '@gradkit/core';

/** Throws unless an option is a number from 0 to 1. */
export function checkShare(where: string, option: string, value: number): void {
  if (typeof value === 'number' && value >= 0 && value <= 1) return;
  throw new ArgumentError(`${where}: ${option} is a number from 0 to 1, got ${describe(value)}.`);
}

/** Throws unless an option is a number; infinite ones are thresholds that all or no predictions exceed. */
export function checkThreshold(where: string, value: number | undefined): void {
  if (value === undefined || (typeof value === 'number' && !Number.isNaN(value))) return;
  throw new ArgumentError(`${where}: threshold is a number, got ${describe(value)}.`);
}

/** Throws unless an option is an integer that is large enough. */
export function checkInteger(where: string, option: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new ArgumentError(`${where}: ${option} must be an integer of at least ${least}, got ${describe(value)}.`);
}
