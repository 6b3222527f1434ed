import { ArgumentError, type Parameter } from '@gradkit/core';
import { nameFilter, type ParameterFilter } from './name-filter.ts';
import { checkRange } from './ranges.ts';

/** Options of decoupled weight decay. */
export interface WeightDecay {
  /**
   * Share of a parameter that is taken away at each update, times the learning rate: `p ← p − learningRate · weightDecay · p`,
   * after clipping and before the rule sees the parameter. At least 0; default none.
   */
  readonly weightDecay?: number | undefined;
  /** Parameters that do not decay: parts of their names, or a function that tells; default none. */
  readonly excludeFromWeightDecay?: ParameterFilter | undefined;
}

/** What each parameter decays by; 0 for those that do not. */
export function decayOf(
  where: string,
  { weightDecay, excludeFromWeightDecay: excluded }: WeightDecay,
  own?: (parameter: Parameter) => number,
): (parameter: Parameter) => number {
  if (weightDecay !== undefined) checkRange(where, 'at least 0', { weightDecay });
  if (excluded !== undefined && weightDecay === undefined && own === undefined) {
    throw new ArgumentError(`${where}: excludeFromWeightDecay needs weightDecay.`);
  }
  const isExcluded = nameFilter(`${where}: excludeFromWeightDecay`, excluded === undefined ? [] : excluded);
  const decay = own ?? (() => weightDecay ?? 0);
  return (parameter) => (isExcluded(parameter) ? 0 : decay(parameter));
}
