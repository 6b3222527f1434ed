import { checkFlags, checkOptions } from '@gradkit/core';
import { type Schedule, schedule } from './learning-rate.ts';
import { checkRange } from './ranges.ts';

/** Options of {@link exponentialDecay} and {@link inverseTimeDecay}. */
export interface DecayOptions {
  /** The rate at step 0. */
  readonly initialLearningRate: number;
  /** Number of steps after which the rate has decayed once, above 0. */
  readonly decaySteps: number;
  /** How strong one decay is: a factor above 0, or, of `inverseTimeDecay`, at least 0. */
  readonly decayRate: number;
  /** Whether to decay at once every `decaySteps` steps instead of a little at each; default `false`. */
  readonly staircase?: boolean | undefined;
}

/**
 * A learning rate that is multiplied by the same factor again and again.
 *
 * `rate(step) = initialLearningRate · decayRate^(step / decaySteps)`, the exponent rounded down with `staircase`
 *
 * @throws ArgumentError when `initialLearningRate` is negative, or `decaySteps` or `decayRate` are not above 0
 * @example
 * ```ts
 * import { exponentialDecay } from '@gradkit/optimizers';
 * const rate = exponentialDecay({ initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 });
 * console.log(rate(0), rate(10), rate(20)); // 0.1 0.05 0.025
 * ```
 */
export function exponentialDecay(options: DecayOptions): Schedule {
  const { initialLearningRate, decaySteps, decayRate, decays } = decayOptions('exponentialDecay', options, 'above 0');
  return schedule(
    `exponentialDecay: ${initialLearningRate} · ${decayRate}^(step / ${decaySteps})`,
    (step) => initialLearningRate * decayRate ** decays(step),
  );
}

/** The options, checked, with `decayRate` in the range, and with `decays`: how often the rate has decayed at a step. */
export function decayOptions(
  where: string,
  options: DecayOptions,
  range: 'above 0' | 'at least 0',
): DecayOptions & { readonly decays: (step: number) => number } {
  checkOptions(where, options, ['initialLearningRate', 'decaySteps', 'decayRate', 'staircase']);
  const { initialLearningRate, decaySteps, decayRate, staircase = false } = options;
  checkRange(where, 'at least 0', { initialLearningRate });
  checkRange(where, 'above 0', { decaySteps });
  checkRange(where, range, { decayRate });
  checkFlags(where, { staircase });
  const decays = (step: number): number => (staircase ? Math.floor(step / decaySteps) : step / decaySteps);
  return { ...options, decays };
}
