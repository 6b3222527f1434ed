import { ArgumentError, checkOptions, describe } from '@gradkit/core';
import { type Schedule, schedule } from './learning-rate.ts';
import { checkCount, checkRange } from './ranges.ts';

/** Options of {@link lrRangeTest}. */
export interface LrRangeTestOptions {
  /** The rate of the first step, above 0 (with `'linear'`, at least 0); default 10⁻⁷. */
  readonly minLearningRate?: number | undefined;
  /** The rate of the last step and after it, above the first; default 10. */
  readonly maxLearningRate?: number | undefined;
  /** Number of steps, at least 2; default 100. */
  readonly steps?: number | undefined;
  /** Whether the same factor or the same difference leads from step to step; default `'exponential'`. */
  readonly ramp?: 'exponential' | 'linear' | undefined;
}

/**
 * A learning rate that goes through a whole range, to see at which rates the loss falls.
 *
 * ```text
 * exponential: rate(step) = minLearningRate · (maxLearningRate / minLearningRate)^(step / (steps − 1))
 * linear:      rate(step) = minLearningRate + (maxLearningRate − minLearningRate) · step / (steps − 1)
 * ```
 *
 * Train with it for `steps` steps and look at the loss over the rate: a good rate is where the loss falls fastest, well
 * below the one from which on it grows.
 *
 * @throws ArgumentError when an option is out of range
 * @see Smith, Cyclical learning rates for training neural networks, section 3.3, WACV 2017
 * @example
 * ```ts
 * import { lrRangeTest } from '@gradkit/optimizers';
 * const rate = lrRangeTest({ minLearningRate: 0.001, maxLearningRate: 0.1, steps: 3 });
 * console.log(rate(0), rate(1), rate(2)); // 0.001 0.01 0.1
 * ```
 */
export function lrRangeTest(options: LrRangeTestOptions = {}): Schedule {
  checkOptions('lrRangeTest', options, ['minLearningRate', 'maxLearningRate', 'steps', 'ramp']);
  const { minLearningRate: low = 1e-7, maxLearningRate: high = 10, steps = 100, ramp = 'exponential' } = options;
  if (ramp !== 'exponential' && ramp !== 'linear') {
    throw new ArgumentError(`lrRangeTest: ramp is 'exponential' or 'linear', got ${describe(ramp)}.`);
  }
  checkRange('lrRangeTest', ramp === 'linear' ? 'at least 0' : 'above 0', { minLearningRate: low });
  checkRange('lrRangeTest', 'above 0', { maxLearningRate: high });
  checkCount('lrRangeTest', 2, { steps });
  if (low >= high) {
    throw new ArgumentError(`lrRangeTest: minLearningRate ${low} must be below maxLearningRate ${high}.`);
  }
  return schedule(`lrRangeTest: ${low} up to ${high} over ${steps} steps, ${ramp}`, (step) => {
    const share = step / (steps - 1);
    if (share >= 1) return high;
    return ramp === 'linear' ? low + (high - low) * share : low * (high / low) ** share;
  });
}
