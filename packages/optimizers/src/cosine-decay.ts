import { ArgumentError, checkOptions } from '@gradkit/core';
import { type Schedule, schedule } from './learning-rate.ts';
import { checkRange } from './ranges.ts';

/** Options of {@link cosineDecay}. */
export interface CosineDecayOptions {
  /** The rate at step 0. */
  readonly initialLearningRate: number;
  /** Number of steps from the highest rate to the lowest, above 0; those of the warm-up come before. */
  readonly decaySteps: number;
  /** The lowest rate, as a share of the highest; default 0. */
  readonly alpha?: number | undefined;
  /** The rate that the warm-up climbs to; default: no warm-up. */
  readonly warmupTarget?: number | undefined;
  /** Number of steps of the warm-up, needed with `warmupTarget`; default 0. */
  readonly warmupSteps?: number | undefined;
}

/**
 * A learning rate that falls along half a cosine wave, after an optional straight climb.
 *
 * ```text
 * step < warmupSteps: initialLearningRate + (warmupTarget − initialLearningRate) · step / warmupSteps
 * afterwards:         highest · ((1 − alpha) · (1 + cos(π · t)) / 2 + alpha)
 *                     t = min(1, (step − warmupSteps) / decaySteps)
 *                     highest = warmupTarget, or initialLearningRate without warm-up
 * ```
 *
 * @throws ArgumentError when a rate, `alpha` or `warmupSteps` is negative, `decaySteps` is not above 0, or only one option
 * of the warm-up is given
 * @see Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, ICLR 2017
 * @example
 * ```ts
 * import { cosineDecay } from '@gradkit/optimizers';
 * const rate = cosineDecay({ initialLearningRate: 0, warmupTarget: 0.1, warmupSteps: 10, decaySteps: 100 });
 * console.log(rate(0), rate(10), rate(60), rate(110)); // 0 0.1 0.05 0
 * ```
 */
export function cosineDecay(options: CosineDecayOptions): Schedule {
  checkOptions('cosineDecay', options, ['initialLearningRate', 'decaySteps', 'alpha', 'warmupTarget', 'warmupSteps']);
  const { initialLearningRate, decaySteps, alpha = 0, warmupTarget = initialLearningRate, warmupSteps = 0 } = options;
  checkRange('cosineDecay', 'at least 0', { initialLearningRate, alpha, warmupTarget, warmupSteps });
  checkRange('cosineDecay', 'above 0', { decaySteps });
  if ((options.warmupTarget === undefined) !== (warmupSteps === 0)) {
    throw new ArgumentError('cosineDecay: a warm-up needs both warmupTarget and warmupSteps.');
  }
  const climb =
    warmupSteps === 0 ? '' : `${initialLearningRate} up to ${warmupTarget} over ${warmupSteps} steps, then `;
  const description = `cosineDecay: ${climb}${warmupTarget} down to ${warmupTarget * alpha} over ${decaySteps} steps`;
  return schedule(description, (step) => {
    if (step < warmupSteps) return initialLearningRate + ((warmupTarget - initialLearningRate) * step) / warmupSteps;
    const t = Math.min(1, (step - warmupSteps) / decaySteps);
    return warmupTarget * ((1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * t)) + alpha);
  });
}
