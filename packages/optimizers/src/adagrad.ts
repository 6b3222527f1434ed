import { add, div, mul, sqrt, square, sub, type Tensor } from '@gradkit/core';
import type { LearningRate } from './learning-rate.ts';
import { createOptimizer, type Optimizer, type OptimizerOptions } from './optimizer.ts';
import { checkRange } from './ranges.ts';
import { ruleOptions } from './rule-options.ts';
import type { UpdateRule } from './update-rule.ts';

/** Options of {@link adagrad}. */
export type AdagradOptions = OptimizerOptions & {
  /** What the sums of squares begin with, at least 0; default 0.1. */
  readonly initialAccumulatorValue?: number | undefined;
  /** Added to the sum of squares before the root, above 0; default 10⁻⁷. */
  readonly epsilon?: number | undefined;
};

/**
 * Divides by the root of all squared gradients so far: what changed much moves less, what changed little moves more.
 *
 * ```text
 * s ← s + g²
 * p ← p − learningRate · g / √(s + epsilon)
 * ```
 *
 * A bare number or schedule is the learning rate; its default is 0.001. As the sums only grow, updates become ever smaller.
 *
 * @throws ArgumentError when an option is out of range
 * @see Duchi, Hazan and Singer, Adaptive subgradient methods for online learning and stochastic optimization, JMLR 12, 2011
 * @example
 * ```ts
 * import { tensor, variable } from '@gradkit/core';
 * import { adagrad } from '@gradkit/optimizers';
 * const w = variable([1, 2]);
 * adagrad({ learningRate: 0.5, initialAccumulatorValue: 0 }).apply([tensor([1, 6])], [{ name: 'w', variable: w }]);
 * console.log(w.value.toArray()); // both 0.5 less: [0.5, 1.5]
 * ```
 */
export function adagrad(options: AdagradOptions | LearningRate = {}): Optimizer {
  const keys = ['initialAccumulatorValue', 'epsilon'] as const;
  const { own, driver } = ruleOptions<AdagradOptions>('adagrad', options, keys, 0.001);
  const { initialAccumulatorValue = 0.1, epsilon = 1e-7 } = own;
  checkRange('adagrad', 'at least 0', { initialAccumulatorValue });
  checkRange('adagrad', 'above 0', { epsilon });

  const rule: UpdateRule<{ readonly accumulator: Tensor }> = {
    name: 'adagrad',
    slots: { accumulator: initialAccumulatorValue },
    update:
      ({ learningRate }) =>
      (gradient, parameter, slots) => {
        const accumulator = add(slots.accumulator, square(gradient));
        const descent = div(mul(gradient, learningRate), sqrt(add(accumulator, epsilon)));
        return { parameter: sub(parameter, descent), slots: { accumulator } };
      },
  };
  return createOptimizer(rule, driver);
}
