import { add, checkFlags, div, maximum, mul, sqrt, square, sub, type Tensor } from '@gradkit/core';
import type { LearningRate } from './learning-rate.ts';
import { createOptimizer, type Optimizer, type OptimizerOptions } from './optimizer.ts';
import { checkRange } from './ranges.ts';
import { ruleOptions } from './rule-options.ts';
import type { UpdateRule } from './update-rule.ts';

/** Options of {@link rmsprop}. */
export type RmspropOptions = OptimizerOptions & {
  /** Share of the past in the moving averages, in [0, 1); default 0.9. */
  readonly rho?: number | undefined;
  /** Share of the last movement that goes on, in [0, 1); default 0. */
  readonly momentum?: number | undefined;
  /** Added to the mean square before the root, above 0; default 10⁻⁷. */
  readonly epsilon?: number | undefined;
  /** Whether to divide by the standard deviation of the gradient instead of its root mean square; default `false`. */
  readonly centered?: boolean | undefined;
};

type RmspropSlots = {
  readonly velocity: Tensor;
  readonly average: Tensor | undefined;
  readonly momentum: Tensor | undefined;
};

/**
 * Divides the gradient by its recent root mean square, so that every parameter moves at its own pace.
 *
 * ```text
 * s ← rho · s + (1 − rho) · g²
 * a ← rho · a + (1 − rho) · g                  centered
 * d = learningRate · g / √(s + epsilon)        or √(s − a² + epsilon), centered
 * m ← momentum · m + d                         with momentum
 * p ← p − d                                    or p − m, with momentum
 * ```
 *
 * A bare number or schedule is the learning rate; its default is 0.001. In the centered form, `s − a²` is kept from
 * becoming negative by rounding.
 *
 * @throws ArgumentError when an option is out of range
 * @see Tieleman and Hinton, Lecture 6.5: RMSprop, Coursera 2012; centered: Graves, arXiv:1308.0850
 * @example
 * ```ts
 * import { tensor, variable } from '@gradkit/core';
 * import { rmsprop } from '@gradkit/optimizers';
 * const w = variable([1, 2]);
 * rmsprop(0.5).apply([tensor([1, 6])], [{ name: 'w', variable: w }]);
 * console.log(w.value.toArray()); // [-0.5811…, 0.4188…]
 * ```
 */
export function rmsprop(options: RmspropOptions | LearningRate = {}): Optimizer {
  const keys = ['rho', 'momentum', 'epsilon', 'centered'] as const;
  const { own, driver } = ruleOptions<RmspropOptions>('rmsprop', options, keys, 0.001);
  const { rho = 0.9, momentum = 0, epsilon = 1e-7, centered = false } = own;
  checkRange('rmsprop', 'in [0, 1)', { rho, momentum });
  checkRange('rmsprop', 'above 0', { epsilon });
  checkFlags('rmsprop', { centered });

  const blend = (past: Tensor, present: Tensor): Tensor => add(mul(past, rho), mul(present, 1 - rho));
  const rule: UpdateRule<RmspropSlots> = {
    name: 'rmsprop',
    slots: { velocity: 0, average: centered ? 0 : undefined, momentum: momentum > 0 ? 0 : undefined },
    update:
      ({ learningRate }) =>
      (gradient, parameter, slots) => {
        const velocity = blend(slots.velocity, square(gradient));
        const average = slots.average && blend(slots.average, gradient);
        const spread = average === undefined ? velocity : maximum(sub(velocity, square(average)), 0);
        const descent = div(mul(gradient, learningRate), sqrt(add(spread, epsilon)));
        const movement = slots.momentum && add(mul(slots.momentum, momentum), descent);
        return {
          parameter: sub(parameter, movement ?? descent),
          slots: { velocity, average, momentum: movement },
        };
      },
  };
  return createOptimizer(rule, driver);
}
