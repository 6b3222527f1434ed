import { checkOptions } from '@gradkit/core';
import {
  checkLearningRate,
  describeRate,
  type LearningRate,
  rateAt,
  type Schedule,
  schedule,
} from './learning-rate.ts';
import { checkCount, checkRange } from './ranges.ts';

/** Options of {@link warmup}. */
export interface WarmupOptions {
  /** The rate at step 0, at least 0; default 0. */
  readonly initialLearningRate?: number | undefined;
}

/**
 * A straight climb to where another learning rate begins, and then that one.
 *
 * ```text
 * step < steps: initialLearningRate + (inner(0) − initialLearningRate) · step / steps
 * afterwards:   inner(step − steps)
 * ```
 *
 * @param steps number of steps of the climb, an integer of at least 0
 * @param inner a number or a function of the step
 * @throws ArgumentError when `steps` is no such number, `inner` no learning rate, or the initial rate negative
 * @see Goyal et al., Accurate, large minibatch SGD: training ImageNet in 1 hour, 2017
 * @example
 * ```ts
 * import { exponentialDecay, warmup } from '@gradkit/optimizers';
 * const rate = warmup(10, exponentialDecay({ initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 }));
 * console.log(rate(0), rate(5), rate(10), rate(20)); // 0 0.05 0.1 0.05
 * ```
 */
export function warmup(steps: number, inner: LearningRate, options: WarmupOptions = {}): Schedule {
  checkOptions('warmup', options, ['initialLearningRate']);
  const { initialLearningRate = 0 } = options;
  checkCount('warmup', 0, { steps });
  checkLearningRate('warmup', inner);
  checkRange('warmup', 'at least 0', { initialLearningRate });
  const at = (step: number): number => rateAt('warmup', inner, () => step);
  return schedule(`warmup: from ${initialLearningRate} over ${steps} steps, then ${describeRate(inner)}`, (step) =>
    step < steps ? initialLearningRate + ((at(0) - initialLearningRate) * step) / steps : at(step - steps),
  );
}
