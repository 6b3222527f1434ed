import { add, div, mul, sqrt, square, sub, type Tensor } from '@gradkit/core';
import type { LearningRate } from './learning-rate.ts';
import { createOptimizer, type Optimizer, type OptimizerOptions } from './optimizer.ts';
import { checkRange } from './ranges.ts';
import { ruleOptions } from './rule-options.ts';
import type { UpdateRule } from './update-rule.ts';

/** Options of {@link adadelta}. */
export type AdadeltaOptions = OptimizerOptions & {
  /** Share of the past in both moving averages, in [0, 1); default 0.95. */
  readonly rho?: number | undefined;
  /** Added to both mean squares before the root, above 0; default 10⁻⁷. */
  readonly epsilon?: number | undefined;
};

type AdadeltaSlots = {
  readonly velocity: Tensor;
  readonly movement: Tensor;
};

/**
 * Moves by the recent size of its own movements, in relation to that of the gradients, and so has no unit of its own.
 *
 * ```text
 * s ← rho · s + (1 − rho) · g²
 * d = g · √(u + epsilon) / √(s + epsilon)
 * u ← rho · u + (1 − rho) · d²
 * p ← p − learningRate · d
 * ```
 *
 * A bare number or schedule is the learning rate; its default is 0.001, as in Keras. The paper has none, which is 1.
 *
 * @throws ArgumentError when an option is out of range
 * @see Zeiler, ADADELTA: an adaptive learning rate method, arXiv:1212.5701, 2012
 * @example
 * ```ts
 * import { tensor, variable } from '@gradkit/core';
 * import { adadelta } from '@gradkit/optimizers';
 * const w = variable([1, 2]);
 * adadelta(1).apply([tensor([1, 6])], [{ name: 'w', variable: w }]);
 * console.log(w.value.toArray()); // both √(20 · 10⁻⁷) less: [0.9985…, 1.9985…]
 * ```
 */
export function adadelta(options: AdadeltaOptions | LearningRate = {}): Optimizer {
  const { own, driver } = ruleOptions<AdadeltaOptions>('adadelta', options, ['rho', 'epsilon'], 0.001);
  const { rho = 0.95, epsilon = 1e-7 } = own;
  checkRange('adadelta', 'in [0, 1)', { rho });
  checkRange('adadelta', 'above 0', { epsilon });

  const blend = (past: Tensor, present: Tensor): Tensor => add(mul(past, rho), mul(present, 1 - rho));
  const root = (meanSquare: Tensor): Tensor => sqrt(add(meanSquare, epsilon));
  const rule: UpdateRule<AdadeltaSlots> = {
    name: 'adadelta',
    slots: { velocity: 0, movement: 0 },
    update:
      ({ learningRate }) =>
      (gradient, parameter, slots) => {
        const velocity = blend(slots.velocity, square(gradient));
        const descent = div(mul(root(slots.movement), gradient), root(velocity));
        const movement = blend(slots.movement, square(descent));
        return { parameter: sub(parameter, mul(descent, learningRate)), slots: { velocity, movement } };
      },
  };
  return createOptimizer(rule, driver);
}
