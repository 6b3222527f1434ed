import { add, div, greater, logicalAnd, mul, sqrt, square, sub, sum, type Tensor, where } from '@gradkit/core';
import { biasCorrection } from './bias-correction.ts';
import type { LearningRate } from './learning-rate.ts';
import { createOptimizer, type Optimizer, type OptimizerOptions } from './optimizer.ts';
import { checkRange } from './ranges.ts';
import { ruleOptions } from './rule-options.ts';
import type { UpdateRule } from './update-rule.ts';

/** Options of {@link lamb}. */
export type LambOptions = OptimizerOptions & {
  /** Share of the past in the mean of the gradient, in [0, 1); default 0.9. */
  readonly beta1?: number | undefined;
  /** Share of the past in the mean of its square, in [0, 1); default 0.999. */
  readonly beta2?: number | undefined;
  /** Added to the root of the mean square, above 0; default 10⁻⁷. */
  readonly epsilon?: number | undefined;
};

type LambSlots = {
  readonly momentum: Tensor;
  readonly velocity: Tensor;
};

/**
 * Adam whose steps are as long as the parameter is large, for very large batches.
 *
 * ```text
 * m ← m + (1 − beta1) · (g − m)
 * v ← v + (1 − beta2) · (g² − v)
 * u = m / (1 − beta1ᵗ) / (√(v / (1 − beta2ᵗ)) + epsilon)      t = 1, 2, …
 * p ← p − learningRate · ‖p‖ / ‖u‖ · u                        a ratio of 1 where a norm is 0
 * ```
 *
 * A bare number or schedule is the learning rate; its default is 0.001. Norms are over each parameter by itself. The
 * option `weightDecay` is decoupled, as for all optimizers here and in Keras; in the paper it is part of u.
 *
 * @throws ArgumentError when an option is out of range
 * @see You et al., Large batch optimization for deep learning: training BERT in 76 minutes, ICLR 2020
 * @example
 * ```ts
 * import { tensor, variable } from '@gradkit/core';
 * import { lamb } from '@gradkit/optimizers';
 * const w = variable([3, 4]); // of norm 5
 * lamb(0.1).apply([tensor([1, 6])], [{ name: 'w', variable: w }]);
 * console.log(w.value.toArray()); // a step of norm 0.5: [2.6464…, 3.6464…]
 * ```
 */
export function lamb(options: LambOptions | LearningRate = {}): Optimizer {
  const keys = ['beta1', 'beta2', 'epsilon'] as const;
  const { own, driver } = ruleOptions<LambOptions>('lamb', options, keys, 0.001);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = own;
  checkRange('lamb', 'in [0, 1)', { beta1, beta2 });
  checkRange('lamb', 'above 0', { epsilon });

  const norm = (x: Tensor): Tensor => sqrt(sum(square(x)));
  const rule: UpdateRule<LambSlots> = {
    name: 'lamb',
    slots: { momentum: 0, velocity: 0 },
    update: ({ learningRate, step }) => {
      const [first, second] = [biasCorrection(beta1, step), biasCorrection(beta2, step)];
      return (gradient, parameter, slots) => {
        const momentum = add(slots.momentum, mul(sub(gradient, slots.momentum), 1 - beta1));
        const velocity = add(slots.velocity, mul(sub(square(gradient), slots.velocity), 1 - beta2));
        const direction = div(div(momentum, first), add(sqrt(div(velocity, second)), epsilon));
        const [size, length] = [norm(parameter), norm(direction)];
        const trust = where(logicalAnd(greater(size, 0), greater(length, 0)), div(size, length), 1);
        return {
          parameter: sub(parameter, mul(direction, mul(trust, learningRate))),
          slots: { momentum, velocity },
        };
      };
    },
  };
  return createOptimizer(rule, driver);
}
