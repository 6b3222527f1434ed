import { checkOptions } from '@gradkit/core';
import { type Schedule, schedule } from './learning-rate.ts';
import { checkRange } from './ranges.ts';

/** Options of {@link cosineDecayRestarts}. */
export interface CosineDecayRestartsOptions {
  /** The rate at step 0. */
  readonly initialLearningRate: number;
  /** Number of steps of the first period, above 0. */
  readonly firstDecaySteps: number;
  /** What the length of each period is multiplied by for the next, at least 1; default 2. */
  readonly tMul?: number | undefined;
  /** What the height of each period is multiplied by for the next, at least 0; default 1. */
  readonly mMul?: number | undefined;
  /** The lowest rate, as a share of the initial one, at least 0; default 0. */
  readonly alpha?: number | undefined;
}

/**
 * A learning rate that falls along half a cosine wave and starts again from the top, each time for longer.
 *
 * ```text
 * rate(step) = initialLearningRate · ((1 − alpha) · mMulⁱ · (1 + cos(π · t)) / 2 + alpha)
 * ```
 *
 * in the period `i = 0, 1, …` of `firstDecaySteps · tMulⁱ` steps, of which the share `t` is over.
 *
 * @throws ArgumentError when a rate, `mMul` or `alpha` is negative, `firstDecaySteps` is not above 0, or `tMul` is below 1
 * @see Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, ICLR 2017
 * @example
 * ```ts
 * import { cosineDecayRestarts } from '@gradkit/optimizers';
 * const rate = cosineDecayRestarts({ initialLearningRate: 0.1, firstDecaySteps: 10 });
 * console.log(rate(0), rate(5), rate(10), rate(20)); // 0.1 0.05 0.1 0.05
 * ```
 */
export function cosineDecayRestarts(options: CosineDecayRestartsOptions): Schedule {
  const where = 'cosineDecayRestarts';
  checkOptions(where, options, ['initialLearningRate', 'firstDecaySteps', 'tMul', 'mMul', 'alpha']);
  const { initialLearningRate, firstDecaySteps, tMul = 2, mMul = 1, alpha = 0 } = options;
  checkRange(where, 'at least 0', { initialLearningRate, mMul, alpha });
  checkRange(where, 'above 0', { firstDecaySteps });
  checkRange(where, 'at least 1', { tMul });
  const lengths = tMul === 1 ? '' : `, then ${tMul} times as long each time`;
  const heights = mMul === 1 ? '' : `, ${mMul} times as high each time`;
  return schedule(
    `${where}: ${initialLearningRate} down to ${initialLearningRate * alpha} over ${firstDecaySteps} steps${lengths}${heights}`,
    (step) => {
      const { period, share } = periodOf(step / firstDecaySteps, tMul);
      const wave = 0.5 * mMul ** period * (1 + Math.cos(Math.PI * share));
      return initialLearningRate * ((1 - alpha) * wave + alpha);
    },
  );
}

/**
 * The period that a time is in, in units of the first, and the share of it that is over. Periods are counted, where
 * logarithms would miss some restarts by rounding.
 */
function periodOf(time: number, factor: number): { readonly period: number; readonly share: number } {
  if (factor === 1) return { period: Math.floor(time), share: time % 1 };
  let [begin, length, period] = [0, 1, 0];
  for (; begin + length <= time; period++) {
    begin += length;
    length *= factor;
  }
  return { period, share: (time - begin) / length };
}
