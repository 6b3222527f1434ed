import { checkFlags, checkOptions } from '@gradkit/core';
import { type Schedule, schedule } from './learning-rate.ts';
import { checkRange } from './ranges.ts';

/** Options of {@link polynomialDecay}. */
export interface PolynomialDecayOptions {
  /** The rate at step 0. */
  readonly initialLearningRate: number;
  /** Number of steps from there to the end, above 0. */
  readonly decaySteps: number;
  /** The rate at the end and after it; default 10⁻⁴. */
  readonly endLearningRate?: number | undefined;
  /** 1 is a straight line, more falls faster at first; above 0; default 1. */
  readonly power?: number | undefined;
  /** Whether to begin again instead of staying at the end, each time with a longer run; default `false`. */
  readonly cycle?: boolean | undefined;
}

/**
 * A learning rate that falls along a power of the steps that are left.
 *
 * ```text
 * rate(step) = (initialLearningRate − endLearningRate) · (1 − min(1, step / decaySteps))^power + endLearningRate
 * cycle:       decaySteps · max(1, ⌈step / decaySteps⌉) in the place of decaySteps
 * ```
 *
 * With `cycle`, the rate climbs again after each multiple of `decaySteps`, to less each time: it is a line to the next one.
 *
 * @throws ArgumentError when a rate is negative, or `decaySteps` or `power` are not above 0
 * @example
 * ```ts
 * import { polynomialDecay } from '@gradkit/optimizers';
 * const rate = polynomialDecay({ initialLearningRate: 0.1, decaySteps: 10, endLearningRate: 0, power: 2 });
 * console.log(rate(0), rate(5), rate(10), rate(20)); // 0.1 0.025 0 0
 * ```
 */
export function polynomialDecay(options: PolynomialDecayOptions): Schedule {
  checkOptions('polynomialDecay', options, ['initialLearningRate', 'decaySteps', 'endLearningRate', 'power', 'cycle']);
  const { initialLearningRate, decaySteps, endLearningRate = 1e-4, power = 1, cycle = false } = options;
  checkRange('polynomialDecay', 'at least 0', { initialLearningRate, endLearningRate });
  checkRange('polynomialDecay', 'above 0', { decaySteps, power });
  checkFlags('polynomialDecay', { cycle });
  const again = cycle ? ', again and again' : '';
  return schedule(
    `polynomialDecay: ${initialLearningRate} to ${endLearningRate} over ${decaySteps} steps, power ${power}${again}`,
    (step) => {
      const period = cycle ? decaySteps * Math.max(1, Math.ceil(step / decaySteps)) : decaySteps;
      return (initialLearningRate - endLearningRate) * (1 - Math.min(1, step / period)) ** power + endLearningRate;
    },
  );
}
