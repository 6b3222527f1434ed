import { add, clip, div, equal, logicalOr, mul, pow, square, sub, type Tensor, where } from '@gradkit/core';
import type { LearningRate } from './learning-rate.ts';
import { createOptimizer, type Optimizer, type OptimizerOptions } from './optimizer.ts';
import { checkRange } from './ranges.ts';
import { ruleOptions } from './rule-options.ts';
import type { UpdateRule } from './update-rule.ts';

/** Options of {@link ftrl}. */
export type FtrlOptions = OptimizerOptions & {
  /** The power of the sum of squares that the learning rate falls with, at most 0; default −0.5. With 0 it does not. */
  readonly learningRatePower?: number | undefined;
  /** What the sums of squares begin with, at least 0; default 0.1. */
  readonly initialAccumulatorValue?: number | undefined;
  /** Weight of `|p|` in what is minimised, at least 0; default 0. Weights that do not pay for it are exactly 0. */
  readonly l1?: number | undefined;
  /** Weight of `p²` in what is minimised, at least 0; default 0. */
  readonly l2?: number | undefined;
  /** Weight of `p²` in the loss: it changes the gradient, and nothing else; at least 0; default 0. */
  readonly l2Shrinkage?: number | undefined;
  /** Added to the root of the sums of squares, at least 0; default 0. */
  readonly beta?: number | undefined;
};

type FtrlSlots = {
  readonly accumulator: Tensor;
  readonly linear: Tensor;
};

/**
 * Follow the regularized leader: the parameter is the minimum of all gradients so far and of its penalties, so that L1
 * gives exact zeros. Made for large, sparse linear models.
 *
 * ```text
 * s′ = s + g²
 * z ← z + g + 2 · l2Shrinkage · p − (s′^−power − s^−power) / learningRate · p
 * q = s′^−power / learningRate + 2 · l2 + beta / learningRate
 * p ← (clip(z, −l1, l1) − z) / q
 * s ← s′
 * ```
 *
 * where `power` is `learningRatePower`. A bare number or schedule is the learning rate; its default is 0.001. Steps
 * whose rate is 0, as warm-ups begin, change nothing. A parameter whose gradients have all been 0 stays as it is where q is 0.
 *
 * The parameter is a function of the state alone: what it was before the first step is forgotten, and another function
 * that changes it, such as weight decay, a constraint or an average, has hardly any effect. Use the penalties.
 *
 * @throws ArgumentError when an option is out of range
 * @see McMahan et al., Ad click prediction: a view from the trenches, KDD 2013
 * @example
 * ```ts
 * import { tensor, variable } from '@gradkit/core';
 * import { ftrl } from '@gradkit/optimizers';
 * const w = variable([0, 0]);
 * ftrl({ learningRate: 1, initialAccumulatorValue: 0, l1: 2 }).apply([tensor([1, 6])], [{ name: 'w', variable: w }]);
 * console.log(w.value.toArray()); // [0, -(6 - 2) / 6]: [0, -0.6666…]
 * ```
 */
export function ftrl(options: FtrlOptions | LearningRate = {}): Optimizer {
  const keys = ['learningRatePower', 'initialAccumulatorValue', 'l1', 'l2', 'l2Shrinkage', 'beta'] as const;
  const { own, driver } = ruleOptions<FtrlOptions>('ftrl', options, keys, 0.001);
  const { learningRatePower = -0.5, initialAccumulatorValue = 0.1, l1 = 0, l2 = 0, l2Shrinkage = 0, beta = 0 } = own;
  checkRange('ftrl', 'at most 0', { learningRatePower });
  checkRange('ftrl', 'at least 0', { initialAccumulatorValue, l1, l2, l2Shrinkage, beta });
  if (typeof driver.learningRate === 'number') checkRange('ftrl', 'above 0', { learningRate: driver.learningRate });

  const rule: UpdateRule<FtrlSlots> = {
    name: 'ftrl',
    slots: { accumulator: initialAccumulatorValue, linear: 0 },
    update: ({ learningRate: given }) => {
      // All terms are divided by the rate: an update with 0, as warm-ups begin, would make everything NaN for ever.
      const isStill = equal(given, 0);
      const learningRate = where(isStill, 1, given);
      const ridge = add(div(beta, learningRate), 2 * l2);
      return (gradient, parameter, slots) => {
        const accumulator = add(slots.accumulator, square(gradient));
        const scale = pow(accumulator, -learningRatePower);
        const growth = div(sub(scale, pow(slots.accumulator, -learningRatePower)), learningRate);
        const slope = add(gradient, mul(parameter, 2 * l2Shrinkage));
        const linear = add(slots.linear, sub(slope, mul(growth, parameter)));
        const quadratic = add(div(scale, learningRate), ridge);
        const leader = div(sub(clip(linear, -l1, l1), linear), quadratic);
        return {
          parameter: where(logicalOr(isStill, equal(quadratic, 0)), parameter, leader),
          slots: {
            accumulator: where(isStill, slots.accumulator, accumulator),
            linear: where(isStill, slots.linear, linear),
          },
        };
      };
    },
  };
  return createOptimizer(rule, driver);
}
