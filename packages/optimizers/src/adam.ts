import { add, div, expm1, maximum, mul, neg, sqrt, square, sub, type Tensor } from '@gradkit/core';
import type { LearningRate } from './learning-rate.ts';
import { createOptimizer, type Optimizer, type OptimizerOptions } from './optimizer.ts';
import { checkRange } from './ranges.ts';
import { ruleOptions } from './rule-options.ts';
import type { UpdateRule } from './update-rule.ts';

/** Options of {@link adam}. */
export type AdamOptions = OptimizerOptions & {
  /** Share of the past in the mean of the gradient, in [0, 1); default 0.9. */
  readonly beta1?: number | undefined;
  /** Share of the past in the mean of its square, in [0, 1); default 0.999. */
  readonly beta2?: number | undefined;
  /** Added to the root of the mean square, above 0; default 10⁻⁷. */
  readonly epsilon?: number | undefined;
  /** Whether to divide by the largest mean square so far instead of the present one; default `false`. */
  readonly amsgrad?: boolean | undefined;
};

type AdamSlots = {
  readonly momentum: Tensor;
  readonly velocity: Tensor;
  readonly velocityMax: Tensor | undefined;
};

/**
 * Adaptive moments: momentum, divided by the recent root mean square of the gradient, both corrected for starting at 0.
 *
 * ```text
 * m ← m + (1 − beta1) · (g − m)
 * v ← v + (1 − beta2) · (g² − v)
 * α = learningRate · √(1 − beta2ᵗ) / (1 − beta1ᵗ)      t = 1, 2, …
 * p ← p − α · m / (√v + epsilon)                       amsgrad: the largest v so far
 * ```
 *
 * A bare number or schedule is the learning rate; its default is 0.001. `epsilon` stands where the paper has ε̂, in the
 * formula before its section 2.1.
 *
 * @throws ArgumentError when an option is out of range
 * @see Kingma and Ba, Adam: a method for stochastic optimization, ICLR 2015; amsgrad: Reddi, Kale and Kumar, On the
 * convergence of Adam and beyond, ICLR 2018
 * @example
 * ```ts
 * import { tensor, variable } from '@gradkit/core';
 * import { adam } from '@gradkit/optimizers';
 * const w = variable([1, 2]);
 * adam(0.5).apply([tensor([1, 6])], [{ name: 'w', variable: w }]);
 * console.log(w.value.toArray()); // both 0.5 less: [0.5000…, 1.5000…]
 * ```
 */
export function adam(options: AdamOptions | LearningRate = {}): Optimizer {
  const keys = ['beta1', 'beta2', 'epsilon', 'amsgrad'] as const;
  const { own, driver } = ruleOptions<AdamOptions>('adam', options, keys, 0.001);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, amsgrad = false } = own;
  checkRange('adam', 'in [0, 1)', { beta1, beta2 });
  checkRange('adam', 'above 0', { epsilon });

  const rule: UpdateRule<AdamSlots> = {
    name: 'adam',
    slots: { momentum: 0, velocity: 0, velocityMax: amsgrad ? 0 : undefined },
    update: ({ learningRate, step }) => {
      const alpha = mul(learningRate, div(sqrt(correction(beta2, step)), correction(beta1, step)));
      return (gradient, parameter, slots) => {
        const momentum = add(slots.momentum, mul(sub(gradient, slots.momentum), 1 - beta1));
        const velocity = add(slots.velocity, mul(sub(square(gradient), slots.velocity), 1 - beta2));
        const velocityMax = slots.velocityMax && maximum(slots.velocityMax, velocity);
        const descent = div(mul(momentum, alpha), add(sqrt(velocityMax ?? velocity), epsilon));
        return { parameter: sub(parameter, descent), slots: { momentum, velocity, velocityMax } };
      };
    },
  };
  return createOptimizer(rule, driver);
}

/** `1 − betaᵗ` as `−expm1(t · ln beta)`: in float32, 0.999 itself is wrong by 3 · 10⁻⁵ of `1 − 0.999`. */
function correction(beta: number, step: Tensor): Tensor {
  return neg(expm1(mul(step, Math.log(beta))));
}
