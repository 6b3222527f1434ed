import { checkFlags, checkOptions } from '@gradkit/core';
import type { BatchOptions } from '@gradkit/data';
import { checkCount } from './evaluate.ts';

/**
 * How many steps of a batch size show all samples once: the iterations of an epoch.
 *
 * ```text
 * ⌈samples / batchSize⌉, since the last batch may be smaller
 * ⌊samples / batchSize⌋  when that one is left out
 * ```
 *
 * @param options `dropRemainder`: whether the last batch is left out if it is smaller; default false
 * @throws ArgumentError when a number is not a positive integer
 * @example
 * ```ts
 * import { stepsPerEpoch } from '@gradkit/train';
 *
 * console.log(stepsPerEpoch(1000, 32), stepsPerEpoch(1000, 32, { dropRemainder: true })); // 32 31
 * ```
 */
export function stepsPerEpoch(samples: number, batchSize: number, options: BatchOptions = {}): number {
  checkOptions('stepsPerEpoch', options, ['dropRemainder']);
  const { dropRemainder = false } = options;
  checkFlags('stepsPerEpoch', { dropRemainder });
  checkCount('stepsPerEpoch', 'samples', samples);
  checkCount('stepsPerEpoch', 'batchSize', batchSize);
  return dropRemainder ? Math.floor(samples / batchSize) : Math.ceil(samples / batchSize);
}
