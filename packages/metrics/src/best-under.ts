import { greaterEqual, max, type Tensor, where } from '@gradkit/core';
import { checkInteger } from './check-number.ts';
import { evenThresholds } from './threshold-counts.ts';

/** Options of metrics that look for the best threshold. */
export interface BestOptions {
  /** Number of thresholds to try, at least 1; default 200. */
  readonly numThresholds?: number | undefined;
  /** Only the output of this class counts; default: all do. */
  readonly classId?: number | undefined;
  /** Default: the name of the function. */
  readonly name?: string | undefined;
}

/** The options with their defaults, checked. */
export function bestOptions(
  where: string,
  { numThresholds = 200, classId, name = where }: BestOptions,
): { name: string; direction: 'max'; thresholds: number[]; classId: number | undefined } {
  if (classId !== undefined) checkInteger(where, 'classId', classId, 0);
  return { name, direction: 'max', thresholds: evenThresholds(where, numThresholds, 1), classId };
}

/** The largest of the wanted shares at thresholds where the given one is large enough; 0 if it nowhere is. */
export function bestUnder(wanted: Tensor, given: Tensor, least: number): Tensor {
  return max(where(greaterEqual(given, least), wanted, 0));
}
