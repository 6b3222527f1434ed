import { add, mul, sign, sub, type Tensor } from '@gradkit/core';
import type { LearningRate } from './learning-rate.ts';
import { createOptimizer, type Optimizer, type OptimizerOptions } from './optimizer.ts';
import { checkRange } from './ranges.ts';
import { ruleOptions } from './rule-options.ts';
import type { UpdateRule } from './update-rule.ts';

/** Options of {@link lion}. */
export type LionOptions = OptimizerOptions & {
  /** Share of the momentum in what the sign is taken of, in (0, 1]; default 0.9. With 0 it would be the sign of the gradient. */
  readonly beta1?: number | undefined;
  /** Share of the past in the momentum, in [0, 1); default 0.99. */
  readonly beta2?: number | undefined;
};

/**
 * Evolved sign momentum: every element moves by the learning rate, in the direction of gradient and momentum together.
 *
 * ```text
 * p ← p − learningRate · sign(beta1 · m + (1 − beta1) · g)
 * m ← beta2 · m + (1 − beta2) · g
 * ```
 *
 * A bare number or schedule is the learning rate; its default is 0.001. As all elements move alike, it wants a learning
 * rate of a third to a tenth of Adam's and a weight decay that is as much larger.
 *
 * @throws ArgumentError when an option is out of range
 * @see Chen et al., Symbolic discovery of optimization algorithms, NeurIPS 2023
 * @example
 * ```ts
 * import { tensor, variable } from '@gradkit/core';
 * import { lion } from '@gradkit/optimizers';
 * const w = variable([1, 2, 3]);
 * lion(0.5).apply([tensor([1, -6, 0])], [{ name: 'w', variable: w }]);
 * console.log(w.value.toArray()); // [0.5, 2.5, 3]
 * ```
 */
export function lion(options: LionOptions | LearningRate = {}): Optimizer {
  const { own, driver } = ruleOptions<LionOptions>('lion', options, ['beta1', 'beta2'], 0.001);
  const { beta1 = 0.9, beta2 = 0.99 } = own;
  checkRange('lion', 'in (0, 1]', { beta1 });
  checkRange('lion', 'in [0, 1)', { beta2 });

  const rule: UpdateRule<{ readonly momentum: Tensor }> = {
    name: 'lion',
    slots: { momentum: 0 },
    update:
      ({ learningRate }) =>
      (gradient, parameter, slots) => {
        const direction = sign(add(mul(slots.momentum, beta1), mul(gradient, 1 - beta1)));
        const momentum = add(mul(slots.momentum, beta2), mul(gradient, 1 - beta2));
        return { parameter: sub(parameter, mul(direction, learningRate)), slots: { momentum } };
      },
  };
  return createOptimizer(rule, driver);
}
