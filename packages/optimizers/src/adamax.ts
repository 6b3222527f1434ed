import { abs, add, div, maximum, mul, sub, type Tensor } from '@gradkit/core';
import { biasCorrection } from './bias-correction.ts';
import type { LearningRate } from './learning-rate.ts';
import { createOptimizer, type Optimizer, type OptimizerOptions } from './optimizer.ts';
import { checkRange } from './ranges.ts';
import { ruleOptions } from './rule-options.ts';
import type { UpdateRule } from './update-rule.ts';

/** Options of {@link adamax}. */
export type AdamaxOptions = OptimizerOptions & {
  /** Share of the past in the mean of the gradient, in [0, 1); default 0.9. */
  readonly beta1?: number | undefined;
  /** What the largest gradient so far shrinks by at each step, in [0, 1); default 0.999. */
  readonly beta2?: number | undefined;
  /** Added to the largest gradient, above 0; default 10⁻⁷. */
  readonly epsilon?: number | undefined;
};

type AdamaxSlots = {
  readonly momentum: Tensor;
  readonly norm: Tensor;
};

/**
 * Adam with the largest recent gradient in the place of the root mean square.
 *
 * ```text
 * m ← m + (1 − beta1) · (g − m)
 * u ← max(beta2 · u, |g|)
 * p ← p − learningRate / (1 − beta1ᵗ) · m / (u + epsilon)      t = 1, 2, …
 * ```
 *
 * A bare number or schedule is the learning rate; its default is 0.001.
 *
 * @throws ArgumentError when an option is out of range
 * @see Kingma and Ba, Adam: a method for stochastic optimization, section 7.1, ICLR 2015
 * @example
 * ```ts
 * import { tensor, variable } from '@gradkit/core';
 * import { adamax } from '@gradkit/optimizers';
 * const w = variable([1, 2]);
 * adamax(0.5).apply([tensor([1, 6])], [{ name: 'w', variable: w }]);
 * console.log(w.value.toArray()); // both 0.5 less: [0.5000…, 1.5000…]
 * ```
 */
export function adamax(options: AdamaxOptions | LearningRate = {}): Optimizer {
  const keys = ['beta1', 'beta2', 'epsilon'] as const;
  const { own, driver } = ruleOptions<AdamaxOptions>('adamax', options, keys, 0.001);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = own;
  checkRange('adamax', 'in [0, 1)', { beta1, beta2 });
  checkRange('adamax', 'above 0', { epsilon });

  const rule: UpdateRule<AdamaxSlots> = {
    name: 'adamax',
    slots: { momentum: 0, norm: 0 },
    update: ({ learningRate, step }) => {
      const alpha = div(learningRate, biasCorrection(beta1, step));
      return (gradient, parameter, slots) => {
        const momentum = add(slots.momentum, mul(sub(gradient, slots.momentum), 1 - beta1));
        const norm = maximum(mul(slots.norm, beta2), abs(gradient));
        return { parameter: sub(parameter, div(mul(momentum, alpha), add(norm, epsilon))), slots: { momentum, norm } };
      };
    },
  };
  return createOptimizer(rule, driver);
}
