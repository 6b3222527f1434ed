import { type DecayOptions, decayOptions } from './exponential-decay.ts';
import { type Schedule, schedule } from './learning-rate.ts';

/**
 * A learning rate that falls like 1 / time: the `decay` option of older optimizers.
 *
 * `rate(step) = initialLearningRate / (1 + decayRate · step / decaySteps)`, the quotient rounded down with `staircase`; constant with a
 * `decayRate` of 0
 *
 * @throws ArgumentError when `initialLearningRate` or `decayRate` is negative, or `decaySteps` is not above 0
 * @see Robbins and Monro, A stochastic approximation method, Annals of Mathematical Statistics 22, 1951
 * @example
 * ```ts
 * import { inverseTimeDecay } from '@gradkit/optimizers';
 * const rate = inverseTimeDecay({ initialLearningRate: 0.1, decaySteps: 10, decayRate: 1 });
 * console.log(rate(0), rate(10), rate(30)); // 0.1 0.05 0.025
 * ```
 */
export function inverseTimeDecay(options: DecayOptions): Schedule {
  const { initialLearningRate, decaySteps, decayRate, decays } = decayOptions(
    'inverseTimeDecay',
    options,
    'at least 0',
  );
  return schedule(
    `inverseTimeDecay: ${initialLearningRate} / (1 + ${decayRate} · step / ${decaySteps})`,
    (step) => initialLearningRate / (1 + decayRate * decays(step)),
  );
}
