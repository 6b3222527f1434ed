import { add, div, exp, mul, sqrt, square, sub, type Tensor } from '@gradkit/core';
import { biasCorrection } from './bias-correction.ts';
import type { LearningRate } from './learning-rate.ts';
import { createOptimizer, type Optimizer, type OptimizerOptions } from './optimizer.ts';
import { checkRange } from './ranges.ts';
import { ruleOptions } from './rule-options.ts';
import type { UpdateRule } from './update-rule.ts';

/** Options of {@link nadam}. */
export type NadamOptions = OptimizerOptions & {
  /** Share of the past in the mean of the gradient, after a warm-up, in [0, 1); default 0.9. */
  readonly beta1?: number | undefined;
  /** Share of the past in the mean of its square, in [0, 1); default 0.999. */
  readonly beta2?: number | undefined;
  /** Added to the root of the mean square, above 0; default 10⁻⁷. */
  readonly epsilon?: number | undefined;
};

type NadamSlots = {
  readonly momentum: Tensor;
  readonly velocity: Tensor;
};

/**
 * Adam with Nesterov's look ahead, and a momentum that warms up.
 *
 * ```text
 * uₜ = beta1 · (1 − 0.96ᵗ / 2)                                  Πₜ = u₁ · … · uₜ,   t = 1, 2, …
 * m ← m + (1 − beta1) · (g − m)
 * v ← v + (1 − beta2) · (g² − v)
 * m̂ = uₜ₊₁ · m / (1 − Πₜ₊₁) + (1 − uₜ) · g / (1 − Πₜ)
 * p ← p − learningRate · m̂ / (√(v / (1 − beta2ᵗ)) + epsilon)
 * ```
 *
 * A bare number or schedule is the learning rate; its default is 0.001. The product Π is part of the state.
 *
 * @throws ArgumentError when an option is out of range
 * @see Dozat, Incorporating Nesterov momentum into Adam, ICLR workshop 2016
 * @example
 * ```ts
 * import { tensor, variable } from '@gradkit/core';
 * import { nadam } from '@gradkit/optimizers';
 * const w = variable([1, 2]);
 * nadam(0.5).apply([tensor([1, 6])], [{ name: 'w', variable: w }]);
 * console.log(w.value.toArray()); // [0.4686…, 1.4686…]
 * ```
 */
export function nadam(options: NadamOptions | LearningRate = {}): Optimizer {
  const keys = ['beta1', 'beta2', 'epsilon'] as const;
  const { own, driver } = ruleOptions<NadamOptions>('nadam', options, keys, 0.001);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = own;
  checkRange('nadam', 'in [0, 1)', { beta1, beta2 });
  checkRange('nadam', 'above 0', { epsilon });

  const momentumAt = (step: Tensor): Tensor => mul(sub(1, mul(exp(mul(step, Math.log(0.96))), 0.5)), beta1);
  const rule: UpdateRule<NadamSlots> = {
    name: 'nadam',
    slots: { momentum: 0, velocity: 0 },
    shared: { momentumProduct: 1 },
    advance: (shared, step) => {
      const [now, next] = [momentumAt(step), momentumAt(add(step, 1))];
      const momentumProduct = mul(shared['momentumProduct'] as Tensor, now);
      return {
        momentumProduct,
        shareOfMomentum: div(next, sub(1, mul(momentumProduct, next))),
        shareOfGradient: div(sub(1, now), sub(1, momentumProduct)),
      };
    },
    update: ({ learningRate, step, shared }) => {
      const ofMomentum = mul(shared['shareOfMomentum'] as Tensor, learningRate);
      const ofGradient = mul(shared['shareOfGradient'] as Tensor, learningRate);
      const correction = biasCorrection(beta2, step);
      return (gradient, parameter, slots) => {
        const momentum = add(slots.momentum, mul(sub(gradient, slots.momentum), 1 - beta1));
        const velocity = add(slots.velocity, mul(sub(square(gradient), slots.velocity), 1 - beta2));
        const ahead = add(mul(momentum, ofMomentum), mul(gradient, ofGradient));
        const descent = div(ahead, add(sqrt(div(velocity, correction)), epsilon));
        return { parameter: sub(parameter, descent), slots: { momentum, velocity } };
      };
    },
  };
  return createOptimizer(rule, driver);
}
